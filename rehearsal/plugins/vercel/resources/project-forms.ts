/** Whom Deployment Protection keeps out, as the real plugin names it and as the API does. */
export const protections = {
  standard_protection_new: "all_except_custom_domains",
  standard_protection: "prod_deployment_urls_and_all_previews",
  all_deployments: "all",
  only_preview_deployments: "preview",
} as const;
export const protectionNames = Object.keys(protections) as (keyof typeof protections)[];

const skewSeconds = {
  "30 minutes": 1800,
  "1 hour": 3600,
  "12 hours": 43_200,
  "1 day": 86_400,
  "7 days": 604_800,
} as const;
export const skewPeriods = Object.keys(skewSeconds) as (keyof typeof skewSeconds)[];

const deploymentTypes = { ...protections, only_production_deployments: "production" } as const;
const modes = { trusted_ip_required: "additional", trusted_ip_optional: "exclusive" } as const;

/** How the API writes a property that the real plugin writes otherwise. */
interface Form {
  write(value: Shape): unknown;
  /** Undefined where the API has nothing that the property would say. */
  read(value: Shape): unknown;
  /** What stands for "not there any more"; null without it. */
  readonly cleared?: unknown;
}
// biome-ignore lint/suspicious/noExplicitAny: each form is only given values of its own property
type Shape = any;

export const forms: Readonly<Record<string, Form>> = {
  oidcTokenConfig: {
    write: (given) => ({ enabled: true, ...given }),
    read: ({ issuerMode }) => (issuerMode ? { issuerMode } : undefined),
  },
  passwordProtection: {
    write: ({ deploymentType, password }) => ({ deploymentType: nameIn(protections, deploymentType), password }),
    read: ({ deploymentType }) => ({ deploymentType: keyOf(protections, deploymentType) }),
  },
  resourceConfig: {
    write: ({ functionDefaultCpuType: type, ...given }) => ({
      ...given,
      ...(type ? { functionDefaultMemoryType: type } : {}),
    }),
    read: ({
      fluid,
      functionDefaultRegions,
      functionDefaultTimeout,
      functionDefaultMemoryType: functionDefaultCpuType,
    }) => JSON.parse(JSON.stringify({ fluid, functionDefaultRegions, functionDefaultTimeout, functionDefaultCpuType })),
  },
  skewProtection: {
    write: (period) => nameIn(skewSeconds, period),
    read: (seconds) => keyOf(skewSeconds, seconds),
    cleared: 0,
  },
  trustedIps: {
    write: ({ addresses, deploymentType, protectionMode }) => ({
      addresses,
      deploymentType: nameIn(deploymentTypes, deploymentType),
      protectionMode: nameIn(modes, protectionMode ?? "trusted_ip_required"),
    }),
    read: ({ addresses, deploymentType, protectionMode }) => ({
      addresses,
      deploymentType: keyOf(deploymentTypes, deploymentType),
      protectionMode: keyOf(modes, protectionMode),
    }),
  },
};

const nameIn = (names: Readonly<Record<string, unknown>>, key: string) => names[key];

const keyOf = (names: Readonly<Record<string, unknown>>, value: unknown) =>
  Object.keys(names).find((name) => names[name] === value);
