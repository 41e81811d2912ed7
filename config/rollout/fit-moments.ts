import { z } from "zod";
import { lengthOf } from "../duration.ts";
import { refuse } from "../rule.ts";
import { type LooseStep, stepsLoosely } from "./steps-loosely.ts";

const Watch = z.looseObject({ watchEvery: z.string() });
const MINUTE_MS = 60_000;

/** A checkpoint after its step would never be taken, and one between two runs never on time. */
export function fitMomentsInTheirStep(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { watchEvery = "" } = Watch.partial().safeParse(value).data ?? {};
  const watchMs = lengthOf(watchEvery) ?? 0;
  if (watchMs > 0 && watchMs < MINUTE_MS) refuse(ctx, ["watchEvery"], "at least PT1M", { suggest: "PT1M" });
  for (const step of stepsLoosely(value)) fitIn(step, { watchEvery, watchMs }, ctx);
}

interface Watching {
  readonly watchEvery: string;
  readonly watchMs: number;
}

function fitIn({ path, dwell, checkpoints }: LooseStep, { watchEvery, watchMs }: Watching, ctx: Ctx): void {
  const dwellMs = lengthOf(dwell);
  if (dwellMs === undefined) return;
  if (dwellMs === 0 && checkpoints.length > 0) {
    refuse(ctx, [...path, "checkpoints"], "none where the step has no dwell", { remove: true });
    return;
  }
  const judge = (moment: string, place: readonly (string | number)[]) => {
    const length = lengthOf(moment);
    if (length === undefined) return;
    const at = [...path, "checkpoints", ...place];
    if (length > dwellMs) refuse(ctx, at, `at most ${dwell}, the step's dwell`, { suggest: dwell });
    else if (length < watchMs)
      refuse(ctx, at, `at least ${watchEvery}, which is how often checkpoints run`, { suggest: watchEvery });
  };
  checkpoints.forEach(({ at, every }, index) => {
    for (const [place, moment] of at.entries()) judge(moment, [index, "at", place]);
    judge(every, [index, "every"]);
  });
}

type Ctx = z.core.$RefinementCtx;
