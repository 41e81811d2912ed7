import { z } from "zod";
import { legacySteps, type StepName } from "./step-name.ts";

/**
 * The steps of a rollout as the rules between its keys see them: what is of another shape is left out, because it is a
 * fault of its own and must not hide others.
 */
export interface LooseStep {
  readonly name: StepName | undefined;
  readonly path: readonly (string | number)[];
  readonly dwell: string;
  readonly checkpoints: readonly Checkpoints[];
  /** undefined: all that count at it. */
  readonly gates?: readonly string[] | undefined;
}

const optional = <Value extends z.ZodType>(value: Value) => value.optional().catch(undefined);

const Checkpoints = z.looseObject({
  at: z.array(z.string().catch("")).catch([]),
  every: z.string().catch(""),
  gates: optional(z.array(z.string().catch(""))),
});
type Checkpoints = z.output<typeof Checkpoints>;

const Step = z.looseObject({
  percent: optional(z.int()),
  dwell: z.string().catch(""),
  checkpoints: z.array(Checkpoints.catch({ at: [], every: "", gates: undefined })).catch([]),
  gates: optional(z.array(z.string().catch(""))),
});

const Steps = z.looseObject({
  ladder: z.array(optional(Step)).catch([]),
  legacy: z.looseObject({ deprecated: optional(Step), removed: optional(Step) }).catch({}),
});

/** All steps that something follows: those of the ladder, and those after 100 %. */
export function stepsLoosely(rollout: unknown): LooseStep[] {
  const { ladder, legacy } = Steps.safeParse(rollout).data ?? { ladder: [], legacy: {} };
  const byPercent = ladder.flatMap((step, index) =>
    step ? [{ ...step, name: step.percent, path: ["ladder", index] }] : [],
  );
  const after = legacySteps.flatMap((name) => {
    const step = legacy[name];
    return step ? [{ ...step, name, path: ["legacy", name] }] : [];
  });
  return [...byPercent, ...after];
}
