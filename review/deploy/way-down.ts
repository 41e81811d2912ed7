import type { Plan, ResourceChange } from "../plan/plan.ts";

/** Where a stack has what its users get. */
const SITE = "cutover:index:Site$";

/**
 * Whether a plan takes users back and does nothing else: the flag goes down, or says what a rollback has done already, the
 * deployment with the higher percent goes, and checks run once more. Nothing holds such a plan up (D8), so nothing else
 * may hide in it: neither a creation nor another setting of what is there.
 */
export function onlyGoesDown({ changes }: Plan): boolean {
  const rollout = changes.find(({ type }) => type === "release:index:Rollout");
  return rollout !== undefined && goesDown(rollout) && changes.every(isPartOfIt);
}

function goesDown({ inputs, properties }: ResourceChange): boolean {
  const outcome: unknown = Object(Object(inputs).decision).outcome;
  if (outcome === "roll-back") return properties.some(({ path }) => path === "percent" || path === "legacy.state");
  return outcome === "hold" && properties.some(({ path }) => path === "unrecorded");
}

/** What a way down changes of each type, beside what it deletes. */
const PATHS: Readonly<Record<string, RegExp>> = {
  "release:index:Rollout": /^(percent|legacy\.state|unrecorded)$/,
  "release:index:Promotion": /^(deploymentId|percent)$/,
  "vercel:index/deployment:Deployment": /^(ref|environment|meta)\b/,
  "command:local:Command": /^(environment\.CUTOVER_SMOKE_CHECKS|triggers)\b/,
  "cutover:index:PostDeploy": /^$/,
};
const ENDS = ["vercel:index/deployment:Deployment", "command:local:Command", "cutover:index:PostDeploy"];

function isPartOfIt({ urn, type, kind, properties }: ResourceChange): boolean {
  const paths = PATHS[type];
  if (!paths || !urn.includes(SITE)) return false;
  if (kind === "delete") return ENDS.includes(type);
  return (kind === "update" || kind === "replace") && properties.every(({ path }) => paths.test(path));
}
