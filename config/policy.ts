import { z } from "zod";
import { text } from "./text.ts";

const RULE = /^(require|disallow|limit)-[a-z0-9-]+$/;

const rule = text(RULE, {
  expected: "the name of a rule, such as require-health-check (npx cutover policy list)",
  description: "The name of a rule",
  examples: ["require-health-check"],
});

const exemption = z
  .strictObject({
    rule,
    resource: z
      .string()
      .min(1)
      .meta({
        description: "The name that the rule's message begins with; * for any part of it",
        examples: ["twin-brains-worker"],
      }),
    reason: z
      .string()
      .min(10)
      .meta({
        description: "Why, for whoever reads it in every preview",
        examples: ["the worker has no jobs over 10 s"],
      }),
    until: z.iso.date().meta({
      description: "The last day on which it counts, in UTC",
      examples: ["2026-12-31"],
      patternErrorMessage: "expected a day, such as 2026-12-31",
    }),
  })
  .meta({ title: "Exemption", description: "A violation that is put up with until a day" });

/** What this stack makes of the policy pack's findings. What guards safety cannot be exempted: docs/policies.md */
export const policy = z
  .strictObject({
    levels: z
      .record(rule, z.enum(["mandatory", "advisory", "disabled"]))
      .default({})
      .meta({ description: "What a violation of a rule does, where it is not to be the rule's own default" }),
    exemptions: z.array(exemption).default([]).meta({ description: "Violations that are put up with until a day" }),
  })
  .prefault({})
  .meta({ title: "Policy", description: "Levels and exemptions of the policy pack's rules" });

/** Levels and exemptions. */
export type PolicyConfig = z.output<typeof policy>;
