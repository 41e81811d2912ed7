import { ENVIRONMENT, ENVIRONMENT_BRANCH, ENVIRONMENT_VARIABLE, RULESET } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, plain, Unknown } from "../unknown.ts";
import { type ConfigOfRepository, nameOf, STACK } from "./repositories.ts";
import { recordOf } from "./rollouts.ts";

/** The environment on GitHub through which a workflow deploys to production. */
export interface ProductionEnvironment {
  /** As it is called at GitHub; `production` where the repository has none. */
  readonly name: string;
  readonly urn?: string;
  /** Whether the stack declares it. */
  readonly declared: boolean;
  /** How many teams and people are asked. */
  readonly reviewers: number | Unknown;
  readonly preventsSelfReview: Plain;
  readonly adminsBypass: Plain;
  /** Whether only some branches deploy. */
  readonly limitsBranches: boolean | Unknown;
  /** Patterns of the branches that may deploy, as far as the stack declares them. */
  readonly branches: readonly string[];
}

/** What this selector reads of the configuration of the stack that guards a repository. */
export interface ConfigOfEnvironments extends ConfigOfRepository {
  readonly environments?:
    | Readonly<
        Record<
          string,
          {
            readonly reviewers?: { readonly teams: readonly unknown[]; readonly users: readonly unknown[] } | undefined;
            readonly selfReview: boolean;
            readonly branches: readonly string[];
            readonly variables: Readonly<Record<string, string>>;
          }
        >
      >
    | undefined;
}

/** Environments of production, and the missing one of a repository that has none. */
export const productionEnvironments: WholeSubjects<ProductionEnvironment, ConfigOfEnvironments> = {
  description: "production's environment on GitHub",
  types: new Set([RULESET, ENVIRONMENT, ENVIRONMENT_BRANCH, ENVIRONMENT_VARIABLE]),

  ofStack(resources) {
    const stacks = resources.filter(
      ({ type, properties }) => type === ENVIRONMENT_VARIABLE && properties().variableName === STACK,
    );
    const branches = resources.filter(({ type }) => type === ENVIRONMENT_BRANCH);
    return [...Map.groupBy(resources.filter(isOwn), nameOf).values()].flatMap((own) => {
      const production = own.filter(
        (one) => one.type === ENVIRONMENT && isProduction(environmentOf(one), stackIn(one, stacks)),
      );
      const urn = own[0]?.urn;
      return production.length > 0 ? production.map((one) => protectionOf(one, branches)) : [missing(urn)];
    });
  },

  /** As the merge gate's component makes them: only named branches, and no administrator around it. */
  ofConfig({ repository, environments = {} }) {
    if (!repository) return [];
    const production = Object.entries(environments).filter(([name, { variables }]) =>
      isProduction(name, variables[STACK]),
    );
    if (production.length === 0) return [missing(undefined)];
    return production.map(([name, { reviewers, selfReview, branches }]) => ({
      ...{ name, declared: true, adminsBypass: false, limitsBranches: true, branches },
      reviewers: (reviewers?.teams.length ?? 0) + (reviewers?.users.length ?? 0),
      preventsSelfReview: !selfReview,
    }));
  },
};

const isOwn = ({ type }: JudgedResource) => type === RULESET || type === ENVIRONMENT;

const missing = (urn: string | undefined): ProductionEnvironment => ({
  ...{ name: "production", ...(urn ? { urn } : {}), declared: false },
  ...{ reviewers: 0, preventsSelfReview: null, adminsBypass: null, limitsBranches: false, branches: [] },
});

const environmentOf = ({ name, properties }: JudgedResource): string => {
  const { environment } = properties();
  return typeof environment === "string" ? environment : name;
};

const isInside = (environment: JudgedResource) => {
  const [name, repository] = [environmentOf(environment), nameOf(environment)];
  return (one: JudgedResource) => one.properties().environment === name && nameOf(one) === repository;
};

const stackIn = (environment: JudgedResource, stacks: readonly JudgedResource[]): Plain | undefined =>
  stacks.find(isInside(environment))?.properties().value;

function protectionOf(resource: JudgedResource, policies: readonly JudgedResource[]): ProductionEnvironment {
  const { reviewers = [], deploymentBranchPolicy = null, ...given } = resource.properties();
  const limit = recordOf(deploymentBranchPolicy);
  const branches = policies.filter(isInside(resource)).map((one) => one.properties().branchPattern);
  return {
    name: environmentOf(resource),
    ...(resource.urn ? { urn: resource.urn } : {}),
    declared: true,
    reviewers: reviewers instanceof Unknown ? reviewers : countOf(reviewers),
    preventsSelfReview: given.preventSelfReview ?? null,
    adminsBypass: given.canAdminsBypass ?? null,
    limitsBranches:
      deploymentBranchPolicy instanceof Unknown
        ? deploymentBranchPolicy
        : limit.protectedBranches === true || limit.customBranchPolicies === true,
    branches: branches.filter((branch) => typeof branch === "string"),
  };
}

/** Teams and people together; what is not known yet is somebody. */
const countOf = (reviewers: Plain): number =>
  [reviewers].flat().flatMap((one) => {
    const { teams = [], users = [] } = recordOf(plain(one));
    return [teams, users].flat();
  }).length;

/** By its name, or by the stack that its workflows are told. */
function isProduction(name: string, stack: Plain | undefined): boolean {
  return isLive(name) || (typeof stack === "string" && isLive(stack));
}

/** Whether that is what somebody calls production. */
export const isLive = (name: string): boolean =>
  /(^|[^a-z])(prod|production|live)([^a-z]|$)/i.test(name) && !/(non|pre|not)[^a-z]?(prod|live)/i.test(name);
