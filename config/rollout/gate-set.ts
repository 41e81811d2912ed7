import { z } from "zod";

/** What is in each ready set, by name, so that steps and checkpoints can name it; `release/gate-sets/` has it itself. */
export const gateSets = {
  "full-pass": {
    gates: [
      "success rate",
      "success holds",
      "stuck imports",
      "durations",
      "durations hold",
      "systemic errors",
      "new error patterns",
      "traffic",
    ],
    rollbackWhen: [
      "success under 95 %",
      "more than 10 stuck in an hour",
      "complaints",
      "imports over 30 minutes",
      "crash",
      "processors gone",
      "data corruption",
      "error lines",
    ],
  },
} as const satisfies Readonly<Record<string, { gates: readonly string[]; rollbackWhen: readonly string[] }>>;
export type GateSetName = keyof typeof gateSets;

/** A ready set of gates, or of rollback criteria. */
export const gateSet = z
  .strictObject({
    set: z
      .enum(["full-pass"] satisfies GateSetName[])
      .meta({ description: "full-pass: the validation queries of imports (S2.5)" }),
  })
  .meta({ title: "Gate set" });
export type GateSet = z.output<typeof gateSet>;
