import { LOCAL_COMMAND, VERCEL_DEPLOYMENT } from "../policies/resource-types.ts";
import type { ChangeKind, ResourceChange } from "./plan/plan.ts";

/** What becomes of a resource, in a reader's words. */
export type ToldKind = ChangeKind | "run" | "deploy";

/** Types of which a new one takes nothing away: a command runs again, and earlier deployments stay at Vercel. */
const MADE_ANEW: Readonly<Record<string, ToldKind>> = {
  [LOCAL_COMMAND]: "run",
  [VERCEL_DEPLOYMENT]: "deploy",
};

/** What is about to happen to it; what is only made anew is not said to be replaced. */
export const toldKind = ({ kind, type }: Pick<ResourceChange, "kind" | "type">): ToldKind =>
  (kind === "create" || kind === "replace" ? MADE_ANEW[type] : undefined) ?? kind;

/** Whether something that exists goes away. */
export const isGrave = (change: Pick<ResourceChange, "kind" | "type">): boolean =>
  ["replace", "delete"].includes(toldKind(change));
