import type { PlainRecord } from "../unknown.ts";
import { wordOf } from "./text-of.ts";

/** Whether the plan is Render's free one; what names no plan gets the smallest paid one from the provider. */
export const isFree = ({ plan }: PlainRecord): boolean => wordOf(plan, "plan") === "free";
