/** What a kind of service is like, as far as the API and the deploys tell them apart. */
interface Traits {
  /** Of its ids. */
  readonly prefix: "srv" | "crn";
  /** In Dashboard addresses, and in the links of an env group. */
  readonly short: "static" | "web" | "pserv" | "worker" | "cron";
  /** Members of `serviceDetails` that a POST or PATCH may set; others are ignored. */
  readonly details: readonly string[];
  /** Its name is a host's first label, so it is used as it is where it is free. */
  readonly named: boolean;
  /** `serves`: answers on a port; `stays`: a process without one; `runs`: a process now and then; `files`: no process. */
  readonly process: "serves" | "stays" | "runs" | "files";
}

const previews = ["previews", "pullRequestPreviewsEnabled"];
const running = ["envSpecificDetails", "plan", "runtime", "env", "region"];
const scaled = [
  ...running,
  ...previews,
  ...["preDeployCommand", "maxShutdownDelaySeconds", "numInstances", "autoscaling", "disk"],
];
const open = ["renderSubdomainPolicy", "ipAllowList"];

export const kinds = {
  static_site: {
    ...{ prefix: "srv", short: "static", named: true, process: "files" },
    details: ["buildCommand", "publishPath", "headers", "routes", ...previews, ...open],
  },
  web_service: {
    ...{ prefix: "srv", short: "web", named: true, process: "serves" },
    details: [...scaled, ...open, "healthCheckPath", "maintenanceMode", "cache"],
  },
  private_service: { prefix: "srv", short: "pserv", named: true, process: "serves", details: scaled },
  background_worker: { prefix: "srv", short: "worker", named: false, process: "stays", details: scaled },
  cron_job: { prefix: "crn", short: "cron", named: false, process: "runs", details: [...running, "schedule"] },
} as const satisfies Record<string, Traits>;

export type ServiceType = keyof typeof kinds;
export const serviceTypes = Object.keys(kinds) as readonly ServiceType[];

export const traitsOf = (type: ServiceType): Traits => kinds[type];

/** The members that services of this type have. */
export function ownDetails<Details extends object>(type: ServiceType, details: Details): Details {
  const known = traitsOf(type).details;
  return Object.fromEntries(Object.entries(details).filter(([name]) => known.includes(name))) as Details;
}
