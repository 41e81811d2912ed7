import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { legacyStates } from "../config/rollout/legacy.ts";
import { compare } from "../release/ladder/positions.ts";
import type { Review } from "./review.ts";

type Sections = Readonly<Record<string, unknown>>;

/** What a verdict rests on. */
export interface Judged extends Pick<Review, "policies" | "rollout" | "errors"> {
  /** The change takes users back and does nothing else. */
  readonly goesBack: boolean;
  /** What of the change this preview leaves out. */
  readonly unseen?: readonly string[];
}

/**
 * A way back is never held up: only a preview that was not made says nothing of it (D8). What is refused as far as it was
 * seen is refused, whatever the rest is like.
 */
export function verdictOf({ policies, rollout, errors, goesBack, unseen = [] }: Judged): Review["verdict"] {
  if (errors.length > 0) return "failed";
  if (goesBack && unseen.length === 0 && rollout?.outcome !== "refuse") return "pass";
  const violated = policies.findings.some(({ level }) => level === "mandatory");
  if (violated || rollout?.outcome === "refuse") return "refused";
  return unseen.length > 0 ? "failed" : "pass";
}

const Rollout = z.looseObject({
  percent: z.number(),
  legacy: z.looseObject({ state: z.enum(legacyStates).default("serving") }).optional(),
});

/**
 * Whether one configuration differs from the other only by a lower position on the ladder. A change that brings more than
 * that is judged like any other: the way back is no way around the policies.
 */
export function onlyGoesBack(before: Sections | undefined, after: Sections): boolean {
  const [was, is] = [before?.rollout, after.rollout].map((rollout) => Rollout.safeParse(rollout).data);
  if (!was || !is) return false;
  const position = ({ percent, legacy }: z.output<typeof Rollout>) => ({ percent, legacy: legacy?.state ?? "serving" });
  if (compare(position(is), position(was)) >= 0) return false;
  const rest = (rollout: z.output<typeof Rollout>) => ({
    ...rollout,
    percent: 0,
    legacy: { ...rollout.legacy, state: "serving" },
  });
  return isDeepStrictEqual({ ...before, rollout: rest(was) }, { ...after, rollout: rest(is) });
}
