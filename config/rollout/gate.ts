import { z } from "zod";
import { duration, durationOr } from "../duration.ts";
import { nearest } from "../faults/expected.ts";
import { alongOtherFaults, refuse } from "../rule.ts";
import { text } from "../text.ts";
import { conditionFault, LONGEST_CONDITION } from "./condition.ts";
import { type SourceName, sourceNames, sources } from "./sources.ts";
import { stepName } from "./step-name.ts";

export { type SourceName, sourceNames, sources };

const condition = (description: string, example: string, gives: "bool" | "number" = "bool") =>
  z
    .string()
    .min(1)
    .max(LONGEST_CONDITION)
    .superRefine((text, ctx) => {
      const fault = text.length > LONGEST_CONDITION ? undefined : conditionFault(text, gives);
      const place = fault?.at ? `; line ${fault.at.line}, column ${fault.at.column}` : "";
      if (fault) refuse(ctx, [], `a CEL condition (${fault.what}${place})`, { edit: true });
    })
    .meta({ description: `${description} (CEL)`, examples: [example] });

const gateName = text(/^(?=.{1,80}$)\S(?:.*\S)?$/, {
  expected: "a name on one line, at most 80 characters",
  description: "Unique; shown in reports",
  examples: ["success rate"],
});

const sampling = {
  window: durationOr(
    "step",
    "The time that is looked at: since the step began (step), or back from now",
    "PT24H",
  ).default("step"),
  samples: condition(
    "How many rows, requests or lines it rests on; else the source's own count",
    "result.finished",
    "number",
  ).exactOptional(),
  minSamples: z
    .int()
    .min(0)
    .max(1_000_000)
    .exactOptional()
    .meta({
      description: "With fewer it is inconclusive. Left out: the rollout's for queries, none for other sources",
      examples: [20],
    }),
};

/** One question that a promotion needs answered (D6). */
export const gate = z
  .strictObject({
    name: gateName,
    steps: z
      .array(stepName)
      .min(1)
      .exactOptional()
      .meta({
        description:
          "The steps whose promotion needs it. Left out: each above 0 % (a comparison: above the first of them)",
        examples: [[100]],
      }),
    ...sources,
    ...sampling,
    pass: condition(
      "Passes when this is true. Left out: the answer is as expected, no such line, no complaint, no trend",
      "result.success_rate >= 95.0",
    ).exactOptional(),
    fail: condition(
      "Fails when this is true; else whenever pass is false",
      "result.success_rate < 90.0",
    ).exactOptional(),
    failAfter: z.int().min(1).max(100).default(1).meta({
      description: "How many checkpoints in a row must fail before the gate fails; until then it is inconclusive",
    }),
  })
  .superRefine(haveOneSource, alongOtherFaults)
  .superRefine(judgeWhatAQueryGives, alongOtherFaults)
  .meta({ title: "Gate" });
export type Gate = z.output<typeof gate>;

/** What rolls back by itself, or raises an alarm: `npx cutover checkpoint --act` (S2.11). */
export const criterion = z
  .strictObject({
    name: gateName,
    ...sources,
    ...sampling,
    when: condition("Met when this is true", "result.stuck_last_hour > 10"),
    persists: duration("Acted on once it has been met for this long", "PT6H").default("PT0S"),
    action: z
      .enum(["rollback", "alert"])
      .default("rollback")
      .meta({ description: "What follows: back to 0 %, or only an alert" }),
    incident: z.boolean().default(false).meta({ description: "Whether it is also an incident, as data corruption is" }),
  })
  .superRefine(haveOneSource, alongOtherFaults)
  .meta({ title: "Rollback criterion" });
export type Criterion = z.output<typeof criterion>;

/** The parts that gate and criterion share: what is measured, before it is judged. */
export type Measure = Omit<Gate, "steps" | "pass" | "fail" | "failAfter">;

const Declared = z.record(z.string(), z.unknown()).catch({});

function haveOneSource(value: unknown, ctx: z.core.$RefinementCtx): void {
  const declared = Declared.parse(value);
  const named = sourceNames.filter((name) => declared[name] !== undefined);
  if (named.length === 1 || (named.length === 0 && isMisspelt(ctx.issues))) return;
  refuse(ctx, [], `exactly one of ${sourceNames.join(", ")}`, { edit: true });
}

/** A misspelt source is told as an unknown key, which says what was meant. */
const isMisspelt = (issues: readonly z.core.$ZodRawIssue[]) =>
  issues.some(
    (issue) => issue.code === "unrecognized_keys" && issue.keys.some((key) => nearest(sourceNames, key) !== undefined),
  );

/** A query's result means nothing by itself. */
function judgeWhatAQueryGives(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { sql, pass, fail } = Declared.parse(value);
  if (sql !== undefined && pass === undefined && fail === undefined)
    refuse(ctx, ["pass"], "a condition over what the query gives, such as result.success_rate >= 95.0", { edit: true });
}
