import { VERCEL_DOMAIN } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import type { Plain } from "../unknown.ts";
import { type BackendService, backendServices, type ConfigOfServices } from "./backend-services.ts";
import { type ConfigOfFrontend, vercelProjects } from "./vercel-projects.ts";

/** A service that browsers call, and the hosts from which the stack's own pages call it. */
export interface CalledService extends Pick<BackendService, "name" | "env"> {
  readonly urn?: string;
  /** Domains of the projects on Vercel, and the addresses that Vercel gives to each by itself. */
  readonly hosts: readonly string[];
  /** The projects' names, after which Vercel names the addresses of their branches. */
  readonly projects: readonly string[];
}

export interface ConfigOfCalledServices extends ConfigOfServices {
  readonly frontend?:
    | (NonNullable<ConfigOfFrontend["frontend"]> & { readonly domains?: readonly string[] | undefined })
    | undefined;
}

/** Web services on Render, beside the frontend's own hosts. */
export const calledServices: WholeSubjects<CalledService, ConfigOfCalledServices> = {
  description: "web services on Render that browsers call",
  types: new Set([...backendServices.types, ...vercelProjects.types, VERCEL_DOMAIN]),

  ofStack(resources) {
    const ofTypes = (types: ReadonlySet<string>) => resources.filter(({ type }) => types.has(type));
    const projects = ofTypes(vercelProjects.types).map((resource) => vercelProjects.ofResource(resource).name);
    const domains = ofTypes(new Set([VERCEL_DOMAIN])).flatMap(domainOf);
    return ofTypes(backendServices.types)
      .map((resource) => ({
        ...backendServices.ofResource(resource),
        ...(resource.urn ? { urn: resource.urn } : {}),
      }))
      .filter(({ calledByBrowsers }) => calledByBrowsers)
      .map((service) => ({ ...service, projects, hosts: hostsOf(domains, projects) }));
  },

  ofConfig(config) {
    const projects = config.frontend ? [config.frontend.name] : [];
    return backendServices
      .ofConfig(config)
      .filter(({ calledByBrowsers }) => calledByBrowsers)
      .map((service) => ({ ...service, projects, hosts: hostsOf(config.frontend?.domains ?? [], projects) }));
  },
};

const hostsOf = (domains: readonly string[], projects: readonly string[]) => [
  ...domains,
  ...projects.map((name) => `${name}.vercel.app`),
];

function domainOf({ properties }: JudgedResource): string[] {
  const domain: Plain | undefined = properties().domain;
  return typeof domain === "string" ? [domain.toLowerCase()] : [];
}
