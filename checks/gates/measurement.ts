import { durationMs } from "../../config/duration.ts";
import type { Measure } from "../../config/rollout/gate.ts";
import { remoteText } from "../remote-text.ts";
import type { GateContext } from "./gate-context.ts";
import { GateMisdeclared } from "./gate-misdeclared.ts";
import type { Figures, GateVerdict } from "./gate-verdict.ts";
import type { Window } from "./sources.ts";

/** What a source gave, before it is judged. */
export interface Measured {
  readonly figures: Figures;
  /** How many rows, requests or lines it rests on. */
  readonly samples: number;
  /** Why a pass would prove nothing: absence was not to be seen. What fails, fails all the same. */
  readonly weak?: string;
  /** For people, beside the figures: what was seen, some of the lines. */
  readonly seen?: string;
  readonly warnings?: readonly string[];
}

/** Nothing to judge, through no fault of what was to be measured. */
export interface NotMeasured {
  readonly unmeasured: string;
  /** What there was, where a source did answer, but with too little to judge: time alone may mend that. */
  readonly figures?: Figures;
}

/** One question to one source. */
export interface Question {
  /** As sent, for people. */
  readonly request: string;
  /** The condition that a gate passes by which declares none. */
  readonly pass: string | undefined;
  /** Whether the rollout's own minimum of samples holds for it. */
  readonly counted: boolean;
  /** @throws GateMisdeclared */
  ask(window: Window, context: Asked): Promise<Measured | NotMeasured>;
}

export type Asked = Pick<GateContext, "sources" | "signal">;

/** The time that a gate looks at: never before the step began. */
export function windowOf(
  { window }: Pick<Measure, "window">,
  { now, stepBegan }: Pick<GateContext, "now" | "stepBegan">,
): Window {
  const asked = window === "step" ? stepBegan.getTime() : now.getTime() - durationMs(window);
  return { from: new Date(Math.min(Math.max(asked, stepBegan.getTime()), now.getTime())), to: now };
}

/** A source that throws could not be measured; only what is wrong with the gate itself is thrown on. @throws GateMisdeclared */
export async function measuring<Answer>(
  { from, to }: Window,
  { signal }: Pick<GateContext, "signal">,
  ask: () => Promise<Answer>,
): Promise<Answer | NotMeasured> {
  if (from >= to) return { unmeasured: "the step has only just begun" };
  if (signal.aborted) return { unmeasured: "there was no time left for it" };
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GateMisdeclared) throw error;
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { unmeasured: line };
  }
}

/** What a verdict says besides what was measured. */
export type Frame = Pick<GateVerdict, "name" | "expected" | "warnings" | "window" | "request" | "at">;

export const notMeasured = (frame: Frame, { unmeasured, figures }: NotMeasured): GateVerdict => ({
  ...frame,
  ...(figures && { figures }),
  outcome: "inconclusive",
  observed: "not measured",
  reason: remoteText(unmeasured),
  differences: [],
  sampleSize: 0,
});
