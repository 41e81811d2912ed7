import { VERCEL_ALIAS, VERCEL_DOMAIN, VERCEL_PROJECT } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";
import { type ConfigOfFrontend, vercelProjects } from "./vercel-projects.ts";

/** A Vercel project and the names under which users get its production. */
export interface ProductionDomains {
  readonly name: string;
  readonly urn?: string;
  readonly domains: readonly string[];
  /** Names that lead somewhere else: to another name, or to a branch. */
  readonly others: readonly string[];
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfDomains {
  readonly frontend?: { readonly name: string; readonly domains?: readonly string[] } | undefined;
}

/** Vercel projects with the domains of the stack; which project a domain belongs to is only known once both are there. */
export const productionDomains: WholeSubjects<ProductionDomains, ConfigOfDomains & ConfigOfFrontend> = {
  description: "projects on Vercel with their domains",
  types: new Set([VERCEL_PROJECT, VERCEL_DOMAIN, VERCEL_ALIAS]),

  ofStack(resources) {
    const projects = resources.filter(({ type }) => type === VERCEL_PROJECT);
    const names = resources.filter(({ type }) => type !== VERCEL_PROJECT);
    return projects.map((project) => {
      const own = names.filter((domain) => mayBelong(domain, project, projects));
      const [domains, others] = [true, false].map((shown) =>
        own.filter(({ properties }) => showsProduction(properties()) === shown).map(nameOf),
      );
      return {
        name: vercelProjects.ofResource(project).name,
        ...(project.urn ? { urn: project.urn } : {}),
        domains: domains ?? [],
        others: others ?? [],
      };
    });
  },

  ofConfig: ({ frontend }) => (frontend ? [{ name: frontend.name, domains: frontend.domains ?? [], others: [] }] : []),
};

/** A name that depends on none of them has its project's id as a text, which says nothing here. */
const mayBelong = (
  { dependsOn }: JudgedResource,
  project: JudgedResource,
  projects: readonly JudgedResource[],
): boolean =>
  projects.length === 1 ||
  !projects.some((one) => dependsOn?.includes(one.urn ?? "")) ||
  dependsOn?.includes(project.urn ?? "") === true;

/** A name that redirects, or that shows a branch or another environment, is no way to production. */
const showsProduction = ({ redirect, gitBranch, customEnvironmentId }: PlainRecord): boolean =>
  [redirect, gitBranch, customEnvironmentId].every(isUnset);

const isUnset = (value: Plain | undefined) => value === undefined || value === null || value === "";

const nameOf = ({ name, properties }: JudgedResource): string => {
  const { domain, alias } = properties();
  const said = domain ?? alias;
  return said instanceof Unknown || typeof said !== "string" ? name : said;
};
