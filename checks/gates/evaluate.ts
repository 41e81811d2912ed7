import type { Measure } from "../../config/rollout/gate.ts";
import { remoteText } from "../remote-text.ts";
import type { Facts } from "./conditions.ts";
import { figureText } from "./figure-text.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import { type Conditions, type Judged, judge, samplesOf } from "./judge.ts";
import { type Frame, type Measured, measuring, notMeasured, type Question, windowOf } from "./measurement.ts";
import { questionOf } from "./question.ts";
import type { Bounded } from "./with-deadline.ts";

/** Measures and judges one gate or criterion. @throws GateMisdeclared */
export async function evaluate(measure: Measure, declared: Conditions, context: Bounded): Promise<GateVerdict> {
  const question = questionOf(measure);
  const conditions = declared.pass === undefined && declared.fail === undefined ? { pass: question.pass } : declared;
  const window = windowOf(measure, context);
  const measured = await context.inTime(measuring(window, context, () => question.ask(window, context)));
  const frame: Frame = {
    name: measure.name,
    expected: expectedOf(conditions),
    warnings: [],
    window,
    request: remoteText(question.request, { longest: 400 }),
    at: context.now,
  };
  if ("unmeasured" in measured) return notMeasured(frame, measured);

  const { figures, seen, warnings = [] } = measured;
  const facts: Facts = {
    ...{ figures, samples: measured.samples, percent: context.percent, first: context.first },
    baseline: Object.hasOwn(context.baseline, measure.name) ? context.baseline[measure.name] : undefined,
  };
  const { samples, ...judged } = judgedOf(measure, conditions, { facts, measured, question }, context);
  const texts = [conditions.pass, conditions.fail].filter((text) => text !== undefined);
  const observed = seen === undefined ? figureText(figures, facts.baseline, texts) : remoteText(seen, { longest: 300 });
  const differences = judged.outcome === "fail" ? [{ at: measure.name, observed, expected: frame.expected }] : [];
  return { ...frame, ...judged, observed, differences, warnings, sampleSize: samples, figures };
}

function judgedOf(
  measure: Measure,
  conditions: Conditions,
  { facts, measured, question }: { readonly facts: Facts; readonly measured: Measured; readonly question: Question },
  context: Bounded,
): Judged & { readonly samples: number } {
  const counted =
    measure.samples === undefined ? { value: facts.samples } : samplesOf(measure.name, measure.samples, facts);
  if ("undecided" in counted) return { outcome: "inconclusive", reason: counted.undecided, samples: 0 };
  const samples = Math.max(0, Math.floor(counted.value));
  // Judged even where it will not count, so that a condition which cannot be judged is known at once.
  const judged = judge(measure.name, conditions, { ...facts, samples });
  const least = measure.minSamples ?? (question.counted || measure.samples !== undefined ? context.minSamples : 0);
  if (samples < least) {
    const counting = measure.samples === undefined && facts.figures.result.samples === undefined;
    const how = question.counted && counting ? ": each row counts as one, unless there is a column named samples" : "";
    return { outcome: "inconclusive", reason: `${samples} samples; at least ${least} are needed${how}`, samples };
  }
  if (judged.outcome === "pass" && measured.weak) return { outcome: "inconclusive", reason: measured.weak, samples };
  return { ...judged, samples };
}

const expectedOf = ({ pass, fail }: Conditions): string => remoteText(pass ?? `not (${fail})`, { longest: 300 });
