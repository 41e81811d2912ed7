import { ENVIRONMENT, ENVIRONMENT_VARIABLE, ORGANIZATION_RULESET, RULESET } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, plain } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";
import { type Ruleset, rulesetOf } from "./rulesets.ts";

/** A repository on GitHub with all that stands between a pull request and its default branch. */
export interface Repository {
  readonly name: string;
  readonly urn?: string;
  readonly rulesets: readonly Ruleset[];
  /** The stacks that its environments deploy, as far as they are known. */
  readonly stacks: readonly string[];
}

/** What these selectors read of the configuration of the stack that guards a repository (`Pulumi.repo.yaml`). */
export interface ConfigOfRepository {
  readonly repository?: { readonly address: string } | undefined;
  readonly mergeGate?:
    | {
        readonly name: string;
        readonly checks: readonly { readonly name: string; readonly app: number }[];
        readonly approvals: number;
      }
    | undefined;
  readonly environments?:
    | Readonly<Record<string, { readonly variables: Readonly<Record<string, string>> }>>
    | undefined;
}

/** The variable that tells workflows which stack an environment is. */
export const STACK = "CUTOVER_STACK";

/** Repositories of which the stack declares rulesets or environments. */
export const repositories: WholeSubjects<Repository, ConfigOfRepository> = {
  description: "repositories on GitHub that the stack guards",
  types: new Set([RULESET, ORGANIZATION_RULESET, ENVIRONMENT, ENVIRONMENT_VARIABLE]),

  ofStack(resources) {
    // Resources come in any order; what is told of them does not depend on it.
    const sorted = resources.toSorted(byName);
    const shared = sorted.filter(({ type }) => type === ORGANIZATION_RULESET);
    const owned = sorted.filter(({ type }) => type === RULESET || type === ENVIRONMENT);
    const named = sorted.filter(
      ({ type, properties }) => type === ENVIRONMENT_VARIABLE && properties().variableName === STACK,
    );
    return [...Map.groupBy(owned, nameOf)].map(([name, own]) => {
      const rulesets = [...own.filter(({ type }) => type === RULESET), ...shared].map(rulesetOf);
      const urn = rulesets[0]?.urn ?? own[0]?.urn;
      const stacks = named.filter((one) => nameOf(one) === name).map(({ properties }) => properties().value);
      return { name, ...(urn ? { urn } : {}), rulesets, stacks: stacks.filter((stack) => typeof stack === "string") };
    });
  },

  /** As the merge gate's component makes them. */
  ofConfig({ repository, mergeGate, environments = {} }) {
    if (!repository || !mergeGate) return [];
    const { name, checks, approvals } = mergeGate;
    const requiredChecks = checks.map((check) => ({ context: check.name, integrationId: check.app }));
    const rules = {
      ...{ deletion: true, nonFastForward: true },
      pullRequest: { requiredApprovingReviewCount: approvals, dismissStaleReviewsOnPush: true },
      requiredStatusChecks: { strictRequiredStatusChecksPolicy: true, requiredChecks },
    };
    const made = { enforcement: "active", target: "branch", includes: ["~DEFAULT_BRANCH"], excludes: [] };
    const ruleset = { name, ...made, rules: recordOf(plain(rules)), bypassActors: [] };
    const stacks = Object.values(environments).flatMap(({ variables }) => variables[STACK] ?? []);
    return [{ name: repository.address.split("/").at(-1) ?? "", rulesets: [ruleset], stacks }];
  },
};

const byName = (one: JudgedResource, other: JudgedResource) => (one.name < other.name ? -1 : 1);

/** The repository that a resource belongs to. */
export function nameOf({ properties }: JudgedResource): string {
  const { repository } = properties() as Record<string, Plain>;
  return typeof repository === "string" ? repository : "the repository";
}
