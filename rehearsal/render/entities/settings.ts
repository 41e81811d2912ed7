import type { Disk } from "./disk.ts";
import type { RegistryCredential } from "./registry-credential.ts";

/** Native runtimes run commands; `docker` builds a Dockerfile; `image` pulls what a registry has. */
export const runtimes = ["docker", "elixir", "go", "node", "python", "ruby", "rust", "image"] as const;
export const regions = ["frankfurt", "oregon", "ohio", "singapore", "virginia"] as const;
export const plans = [
  "free",
  "starter",
  "starter_plus",
  "standard",
  "standard_plus",
  "pro",
  "pro_plus",
  "pro_max",
  "pro_ultra",
  "custom",
] as const;
/** Of workers, private services and cron jobs: none is free. */
export const paidPlans: readonly string[] = plans.filter((plan) => plan !== "free");
export const autoDeployTriggers = ["commit", "off", "checksPass"] as const;
export const previewGenerations = ["off", "manual", "automatic"] as const;

export interface Autoscaling {
  readonly enabled: boolean;
  readonly min: number;
  readonly max: number;
  readonly criteria: Readonly<Record<"cpu" | "memory", { readonly enabled: boolean; readonly percentage: number }>>;
}

/**
 * A service's configuration in one normal form, whichever way it was sent. `undefined` is left out of answers; what its
 * kind of service does not have stays as in `defaults` and is in none.
 */
export interface Settings {
  readonly repo: string | undefined;
  readonly branch: string | undefined;
  /** With registry and tag, e.g. `docker.io/library/nginx:latest`. */
  readonly imagePath: string | undefined;
  /** The workspace's own object, so that a change of it shows here. */
  readonly registryCredential: RegistryCredential | undefined;
  readonly rootDir: string;
  readonly autoDeployTrigger: (typeof autoDeployTriggers)[number];
  readonly buildFilter: { readonly paths: readonly string[]; readonly ignoredPaths: readonly string[] } | undefined;
  /** A static site has none. */
  readonly runtime: (typeof runtimes)[number] | "static";
  readonly buildCommand: string;
  readonly startCommand: string;
  readonly dockerCommand: string;
  readonly dockerContext: string;
  readonly dockerfilePath: string;
  readonly preDeployCommand: string | undefined;
  readonly healthCheckPath: string;
  readonly plan: (typeof plans)[number];
  readonly region: (typeof regions)[number];
  readonly numInstances: number;
  readonly previews: (typeof previewGenerations)[number];
  readonly pullRequestPreviews: "yes" | "no";
  readonly maintenanceMode: { readonly enabled: boolean; readonly uri: string };
  readonly disk: Disk | undefined;
  readonly autoscaling: Autoscaling | undefined;
  readonly maxShutdownDelaySeconds: number | undefined;
  readonly renderSubdomainPolicy: "enabled" | "disabled" | undefined;
  readonly ipAllowList: readonly { readonly cidrBlock: string; readonly description: string }[] | undefined;
  readonly cache: { readonly profile: string } | undefined;
  /** Of a cron job: five fields, in UTC. */
  readonly schedule: string;
  /** Of a static site: the folder that the build fills. */
  readonly publishPath: string;
}

/** What Render assumes for everything that a request leaves out, and returns to when a PATCH sends null. */
export const defaults: Settings = {
  repo: undefined,
  branch: undefined,
  imagePath: undefined,
  registryCredential: undefined,
  rootDir: "",
  autoDeployTrigger: "commit",
  buildFilter: undefined,
  runtime: "node",
  buildCommand: "",
  startCommand: "",
  dockerCommand: "",
  dockerContext: "",
  dockerfilePath: "",
  preDeployCommand: undefined,
  healthCheckPath: "",
  plan: "starter",
  region: "oregon",
  numInstances: 1,
  previews: "off",
  pullRequestPreviews: "no",
  maintenanceMode: { enabled: false, uri: "" },
  disk: undefined,
  autoscaling: undefined,
  maxShutdownDelaySeconds: undefined,
  renderSubdomainPolicy: undefined,
  ipAllowList: undefined,
  cache: undefined,
  schedule: "",
  publishPath: "public",
};
