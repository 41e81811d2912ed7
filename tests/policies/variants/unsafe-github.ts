import type { Changes, UnsafeVariant } from "./variant.ts";

const gate = "RepositoryRuleset merge-gate";
const production = "RepositoryEnvironment production";

const ruleset = (title: string, changes: Changes, rule = "require-active-ruleset"): UnsafeVariant => ({
  title,
  stack: "repo",
  resources: { [gate]: changes },
  rule,
});
const environment = (title: string, changes: Changes): UnsafeVariant => ({
  title,
  stack: "repo",
  resources: { [production]: changes },
  rule: "require-environment-reviewers",
});
const secret = (title: string, kind: string, properties: Record<string, unknown>): UnsafeVariant => ({
  title,
  stack: "repo",
  added: [
    {
      type: `github:index/${kind[0]?.toLowerCase()}${kind.slice(1)}:${kind}`,
      name: "secret",
      properties: { repository: "twin-brains", ...properties },
    },
  ],
  rule: "disallow-secrets-for-forks",
});
const bypass = (title: string, actor: Changes): UnsafeVariant =>
  ruleset(title, { bypassActors: [actor] }, "disallow-open-bypass");

export const unsafeGithub: readonly UnsafeVariant[] = [
  ruleset("a ruleset that only looks on", { enforcement: "evaluate" }),
  ruleset("a ruleset that is off", { enforcement: "disabled" }),
  ruleset("a ruleset of another branch", { "conditions.refName.includes": ["refs/heads/develop"] }),
  ruleset("a ruleset that leaves the default branch out", { "conditions.refName.excludes": ["refs/heads/main"] }),
  ruleset("a ruleset of tags", { target: "tag" }),
  ruleset("a branch that may be deleted", { "rules.deletion": false }),
  ruleset("a branch that may be pushed over", { "rules.nonFastForward": undefined }),
  ruleset("pushes without a pull request", { "rules.pullRequest": undefined }),
  ruleset("merges without an approval", { "rules.pullRequest.requiredApprovingReviewCount": 0 }),

  {
    title: "a gate that asks for another check",
    stack: "repo",
    config: { "mergeGate.checks": [{ name: "build" }] },
    rule: "require-preview-check",
  },
  {
    title: "a preview check that any app may report",
    stack: "repo",
    config: { "mergeGate.checks.0.app": 1 },
    rule: "require-preview-check",
  },
  {
    title: "a gate that does not ask for staging, which a merge deploys first",
    stack: "repo",
    config: { "mergeGate.checks": [{ name: "preview" }] },
    rule: "require-preview-check",
  },
  ruleset("no check at all", { "rules.requiredStatusChecks": undefined }, "require-preview-check"),
  ruleset(
    "a check of what is out of date",
    { "rules.requiredStatusChecks.strictRequiredStatusChecksPolicy": false },
    "require-preview-check",
  ),
  ruleset(
    "a check by name alone",
    { "rules.requiredStatusChecks.requiredChecks": [{ context: "preview" }, { context: "preview-staging" }] },
    "require-preview-check",
  ),

  bypass("administrators pass by", { actorId: 5, actorType: "RepositoryRole", bypassMode: "always" }),
  bypass("everybody who may write passes by", { actorId: 4, actorType: "RepositoryRole", bypassMode: "always" }),
  bypass("owners pass by", { actorId: 1, actorType: "OrganizationAdmin", bypassMode: "always" }),

  bypass("a team passes by", { actorId: 4711, actorType: "Team", bypassMode: "always" }),
  bypass("every deploy key passes by", { actorType: "DeployKey", bypassMode: "always" }),

  {
    title: "a production that every branch deploys",
    stack: "repo",
    config: { "environments.production.branches": ["*"] },
    rule: "require-environment-reviewers",
  },
  { title: "no production at all", stack: "repo", config: { environments: {} }, rule: "require-environment-reviewers" },
  {
    title: "a production that nobody approves",
    stack: "repo",
    config: { "environments.production.reviewers": undefined },
    rule: "require-environment-reviewers",
  },
  {
    title: "a production with an empty list of reviewers",
    stack: "repo",
    config: { "environments.production.reviewers": {} },
    rule: "require-environment-reviewers",
  },
  {
    title: "a production that who started it may approve",
    stack: "repo",
    config: { "environments.production.selfReview": true },
    rule: "require-environment-reviewers",
  },
  environment("a production that administrators deploy past its reviewers", { canAdminsBypass: true }),
  environment("a production that any branch deploys", { deploymentBranchPolicy: undefined }),

  secret("a vendor's key that every workflow has", "ActionsSecret", {
    secretName: "RENDER_API_KEY",
    plaintextValue: "value-of-the-key",
  }),
  secret("a passphrase that every workflow has", "ActionsSecret", {
    secretName: "PULUMI_CONFIG_PASSPHRASE",
    plaintextValue: "value-of-the-passphrase",
  }),
  secret("a vendor's token that every repository has", "ActionsOrganizationSecret", {
    secretName: "VERCEL_TOKEN",
    visibility: "all",
    plaintextValue: "value-of-the-token",
  }),
];
