import { z } from "zod";

const EXPECTED = "a time in UTC, such as 2026-11-22T06:00:00Z";
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/;

/** Not a day that no month has: what ends then would not have begun, and nobody would be told. */
function isTime(written: string): boolean {
  const time = new Date(written);
  return TIME.test(written) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(written.slice(0, 10));
}

/** An incident that is going on: emergency switches are allowed while it lasts, and the scheduler has to rest (S1.13, S1.14). */
export const incident = z
  .strictObject({
    reason: z
      .string()
      .min(10)
      .meta({ description: "What is going on", examples: ["feedback learning writes wrong facts"] }),
    until: z
      .string()
      .refine(isTime, EXPECTED)
      .meta({
        description: "When what it allows ends, in UTC; of a day without a time, its first moment",
        examples: ["2026-11-22T06:00:00Z"],
        pattern: TIME.source,
        patternErrorMessage: `expected ${EXPECTED}`,
      }),
  })
  .meta({ title: "Incident", description: "An incident that is going on, and until when what it allows is allowed" });
