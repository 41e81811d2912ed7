import { ROLLOUT, VERCEL_DEPLOYMENT } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** A deployment that is built with the flag of a rollout. */
export interface FlagDeployment {
  readonly name: string;
  readonly urn?: string;
  readonly flag: string;
  /** Whether it is made after the rollout has been judged; undefined where dependencies cannot be seen. */
  readonly follows: boolean | undefined;
}

/** Deployments that carry a rollout's flag, or take it from their project; nothing of the configuration alone tells. */
export const flagDeployments: WholeSubjects<FlagDeployment, unknown> = {
  description: "deployments of a frontend with a rollout",
  types: new Set([ROLLOUT, VERCEL_DEPLOYMENT]),

  ofStack(resources) {
    const deployments = resources.filter(({ type }) => type === VERCEL_DEPLOYMENT);
    return resources
      .filter(({ type }) => type === ROLLOUT)
      .flatMap((rollout) => {
        const { flag } = rollout.properties();
        if (typeof flag !== "string") return [];
        return deployments
          .filter((one) => carries(one, rollout, flag))
          .map(({ name, urn, ...one }) => ({
            name,
            ...(urn ? { urn } : {}),
            flag,
            follows: one.dependsOn && reaches(one.dependsOn, rollout.urn, resources),
          }));
      });
  },

  ofConfig: () => [],
};

/** A production deployment of the same project is built with the project's flag, unless that is gone for good. */
function carries(deployment: JudgedResource, rollout: JudgedResource, flag: string): boolean {
  const { environment = null, meta = null, production = null, projectId = null } = deployment.properties();
  if (flag in recordOf(environment) || "cutoverPercent" in recordOf(meta)) return true;
  const { projectId: ofRollout = null, legacy = null } = rollout.properties();
  const retired = recordOf(legacy).state === "retired";
  return production === true && !retired && isKnown(projectId) && projectId === ofRollout;
}

/** Whether one of these depends on `urn`, directly or by way of another that is looked at. */
function reaches(from: readonly string[], urn: string | undefined, resources: readonly JudgedResource[]): boolean {
  const seen = new Set<string>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === urn) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(resources.find((one) => one.urn === next)?.dependsOn ?? []));
  }
  return false;
}

const isKnown = (value: Plain): boolean => value !== null && !(value instanceof Unknown);
