import type { StackFacts } from "../facts.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import type { Plain, PlainRecord } from "../unknown.ts";
import { type BackendService, backendServices, type ConfigOfServices, literalOf } from "./backend-services.ts";
import { type ConfigOfFrontend, vercelProjects } from "./vercel-projects.ts";
import { vercelVariables } from "./vercel-variables.ts";

/** Everything that one running thing finds in its environment. */
export interface Environment {
  readonly name: string;
  readonly urn?: string;
  readonly half: "backend" | "frontend";
  readonly env: BackendService["env"];
  /** The side of `cutover:env` on which a variable stands, or belongs. */
  sideOf(variable: string, stack: StackFacts): string;
}

export interface ConfigOfEnvironments extends ConfigOfServices, ConfigOfFrontend {}

/** The services on Render, each with its environment, and the Vercel project with that of Production. */
export const environments: WholeSubjects<Environment, ConfigOfEnvironments> = {
  description: "services on Render and projects on Vercel with all their variables",
  types: new Set([...backendServices.types, ...vercelProjects.types, ...vercelVariables.types]),

  ofStack(resources): Environment[] {
    const ofTypes = (types: ReadonlySet<string>) => resources.filter(({ type }) => types.has(type));
    const services = ofTypes(backendServices.types).map((resource) => ({
      ...ofService(backendServices.ofResource(resource)),
      ...place(resource),
    }));
    const variables = ofTypes(vercelVariables.types)
      .map(vercelVariables.ofResource)
      .filter(({ inProduction }) => inProduction);
    const projects = ofTypes(vercelProjects.types).map((resource) => ({
      ...ofProject(
        vercelProjects.ofResource(resource).name,
        Object.fromEntries(variables.map(({ key, value }) => [key, value])),
      ),
      ...place(resource),
    }));
    return [...services, ...projects];
  },

  ofConfig(config): Environment[] {
    const variables = Object.entries(config.env?.frontend ?? {}).map(([key, source]): [string, Plain] => [
      key,
      literalOf(source, config.origins),
    ]);
    return [
      ...backendServices.ofConfig(config).map(ofService),
      ...vercelProjects.ofConfig(config).map(({ name }) => ofProject(name, Object.fromEntries(variables))),
    ];
  },
};

const place = ({ urn }: JudgedResource) => (urn ? { urn } : {});

const ofService = ({ name, role, env }: BackendService): Environment => ({
  name,
  half: "backend",
  env,
  sideOf: (variable, stack) => (stack.env[role]?.[variable] === undefined ? "backend" : role),
});

const ofProject = (name: string, env: PlainRecord): Environment => ({
  name,
  half: "frontend",
  env,
  sideOf: () => "frontend",
});
