import type { FieldName } from "./fields.ts";
import { ungiven } from "./inputs.ts";

/** What is built from a repository has these, whatever builds it. */
const GIT: readonly FieldName[] = ["repo", "branch", "rootDir", "autoDeployTrigger", "buildFilter"];
const NATIVE: readonly FieldName[] = ["buildCommand", "startCommand"];
const DOCKER: readonly FieldName[] = ["dockerfilePath", "dockerContext", "dockerCommand"];
const IMAGE: readonly FieldName[] = ["image", "dockerCommand"];
const ofSomeRuntimes = new Set([...GIT, ...NATIVE, ...DOCKER, ...IMAGE]);

const isImage = (runtime: unknown) => runtime === "image";

function own(runtime: unknown): readonly FieldName[] {
  if (isImage(runtime)) return IMAGE;
  return [...GIT, ...(runtime === "docker" ? DOCKER : NATIVE)];
}

/** The inputs that another runtime takes and this one does not. */
export const foreignTo = (runtime: unknown): FieldName[] =>
  [...ofSomeRuntimes].filter((name) => !own(runtime).includes(name));

/** What stands for an input where nobody gives it, as where a runtime does not take it. */
export const ungivenOf = (name: FieldName): unknown => filledIn[name];
const filledIn: Readonly<Partial<Record<FieldName, unknown>>> = ungiven;

/** The inputs without which a runtime cannot be. */
export function neededBy(runtime: unknown): readonly FieldName[] {
  if (isImage(runtime)) return ["image"];
  return runtime === "docker" ? ["repo"] : ["repo", ...NATIVE];
}

/** What a change of the runtime brings along, changed or not: a new one starts without what only it has. */
export function broughtAlong(from: unknown, to: unknown): readonly FieldName[] {
  if (from === to) return [];
  const stays = isImage(from) === isImage(to) ? GIT : [];
  return own(to).filter((name) => !stays.includes(name));
}
