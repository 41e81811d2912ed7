/** Calls that real clients make and the SDK has no operation for; `as` names one whose answers have the same form. */
export const unspecified: readonly { readonly call: RegExp; readonly as?: string; readonly reason: string }[] = [
  {
    call: /^(POST|DELETE) \/v\d+\/projects\/[^/]+\/(link|deploy-hooks)(\/[^/]+)?$|^PATCH \/v\d+\/projects\/[^/]+\/(branch|crons)$/,
    as: "GET /v9/projects/x",
    reason: "the Terraform provider reads a project from these",
  },
  {
    call: /^PATCH \/v9\/projects\/[^/]+\/deployment-expiration$/,
    reason: "the Terraform provider's way to set retention",
  },
  { call: /^POST \/projects\/[^/]+\/alias$/, reason: "the CLI's `domains add`" },
  { call: /^GET \/v3\/env\/pull\//, reason: "the CLI's `env pull`" },
  {
    call: /^(GET|POST) \/v1\/integrations\/(deploy|configuration)\//,
    reason: "deploy hooks; project access of integrations",
  },
  { call: /^GET \/v1\/verify-endpoint$/, reason: "the Terraform provider's endpoint verification" },
  {
    call: /^GET (\/v1)?\/teams\/[^/]+\/(dsync\/groups|members\/[^/]+\/projects)$/,
    reason: "the Terraform provider reads both",
  },
  {
    call: /^(POST|DELETE) \/v1\/projects\/[^/]+\/members\/batch$|^PATCH \/v1\/projects\/[^/]+\/members$/,
    reason: "the Terraform provider's project members",
  },
  { call: /^PATCH (\/v1)?\/teams\/[^/]+\/microfrontends$/, reason: "the Terraform provider's way to make a group" },
  {
    call: /^(GET|POST|PUT|PATCH|DELETE) (\/v1)?\/storage\/stores(\/blob\/[^/]+|\/[^/]+\/(connections|secrets).*)?$/,
    reason: "the Terraform provider's blob stores",
  },
  { call: /^(GET|PUT|POST) \/api\/blob/, reason: "blob objects have an address of their own" },
  { call: /^PATCH \/v1\/(edge|global)-config\/[^/]+\/items$/, reason: "the SDK has no operation that changes items" },
  {
    call: /^GET \/v1\/(edge|global)-config$/,
    reason: "the SDK reads one Edge Config, the Terraform provider a list, as the operation is called",
  },
  { call: /^POST \/v1\/observability\/events$/, reason: "the CLI's `logs`" },
  { call: /^GET \/v11\/deployments\/[^/]+\/builds$/, reason: "the CLI's `inspect`" },
];

/** Statuses of which the SDK knows another one. */
export const statuses: readonly {
  readonly of: RegExp;
  readonly answered: number;
  readonly as: number;
  readonly reason: string;
}[] = [
  {
    of: /^GET \/v1\/(edge|global)-config\/[^/]+\/(item\/[^/]+|schema)$/,
    answered: 204,
    as: 204,
    reason: "the Terraform provider reads a missing item or schema as 204",
  },
];

/** Where an answer is right though the SDK's schema does not take it. */
export const shapes: readonly { readonly call: RegExp; readonly error: RegExp; readonly reason: string }[] = [];
