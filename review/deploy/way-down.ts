import { LOCAL_COMMAND, PROMOTION, ROLLOUT, VERCEL_DEPLOYMENT } from "../../policies/resource-types.ts";
import { meta } from "../../release/site/site.ts";
import type { Plan, PropertyChange, ResourceChange } from "../plan/plan.ts";

/** Where a stack has what its users get. */
const SITE = "cutover:index:Site$";

/**
 * Whether a plan takes users back and does nothing else: the flag goes down, or says what a rollback has done already, the
 * deployment with the higher percent goes or is built with the lower one, and checks run once more. Nothing holds such a
 * plan up (D8), so nothing else may hide in it: neither a creation nor another setting of what is there.
 */
export function onlyGoesDown(plan: Plan): boolean {
  return flagLowered(plan) !== undefined && besideWayDown(plan).changes.length === 0;
}

/** A plan without what in it takes users back; all of it where it does not. */
export function besideWayDown(plan: Plan): Plan {
  const flag = flagLowered(plan);
  if (flag === undefined) return plan;
  return { ...plan, changes: plan.changes.filter((change) => !isPartOfIt(change, flag)) };
}

/** The flag that goes down; undefined where none does, or another one does not. */
function flagLowered({ changes }: Plan): string | undefined {
  const [rollout, ...others] = changes.filter(({ type }) => type === ROLLOUT);
  if (!rollout || others.length > 0 || !goesDown(rollout)) return undefined;
  const flag: unknown = Object(rollout.inputs).flag;
  return typeof flag === "string" ? flag : undefined;
}

function goesDown({ inputs, properties }: ResourceChange): boolean {
  const outcome: unknown = Object(Object(inputs).decision).outcome;
  if (outcome === "roll-back") return properties.some(({ path }) => path === "percent" || path === "legacy.state");
  return outcome === "hold" && properties.some(({ path }) => path === "unrecorded");
}

/** What a way down changes of each type, beside what it deletes. */
const PATHS: Readonly<Record<string, RegExp>> = {
  [ROLLOUT]: /^(percent|legacy\.state|unrecorded)$/,
  [PROMOTION]: /^(deploymentId|percent)$/,
  [LOCAL_COMMAND]: /^(environment\.CUTOVER_SMOKE_CHECKS|triggers)\b/,
  "cutover:index:PostDeploy": /^$/,
};
const ENDS = [VERCEL_DEPLOYMENT, LOCAL_COMMAND, "cutover:index:PostDeploy"];

function isPartOfIt({ urn, type, kind, properties }: ResourceChange, flag: string): boolean {
  if (!urn.includes(SITE)) return false;
  if (kind === "delete") return ENDS.includes(type);
  if (kind !== "update" && kind !== "replace") return false;
  if (type === VERCEL_DEPLOYMENT) return properties.length > 0 && properties.every((one) => isBuiltIn(one, flag));
  const paths = PATHS[type];
  return paths !== undefined && properties.every(({ path }) => paths.test(path));
}

/** The percent that is built into a deployment; and its commit, which a changed percent pins to the one that users have. */
const isBuiltIn = (property: PropertyChange, flag: string): boolean =>
  isOnly(property, "environment", flag) ||
  isOnly(property, "meta", meta.percent) ||
  (property.path === "ref" && /^"[0-9a-f]{40}"$/.test(property.after ?? ""));

/** One key of a map changes, also where the engine tells the map as a whole. */
const isOnly = ({ path, before, after }: PropertyChange, map: string, key: string): boolean =>
  path === `${map}.${key}` ||
  (path === map &&
    [before, after].every((text) => Object.keys(Object(JSON.parse(text ?? "{}"))).every((one) => one === key)));
