import { afterEach } from "vitest";
import { answersOf } from "./answers-of.ts";

/**
 * Parses every answer that an emulated Vercel of this process gives with the vendor's SDK, and fails the test that caused
 * a wrong one. The SDK's schemas are loaded with the first answer.
 */
const waiting = answersOf("cutover:vercel:answers");

afterEach(async () => {
  const told = waiting.splice(0);
  if (told.length === 0) return;
  const { faultsOf } = await import("../rehearsal/vercel/sdk-schemas/check.ts");
  const faults = new Set((await Promise.all(told.map(faultsOf))).flat());
  if (faults.size > 0)
    throw new Error(`Vercel's emulator answered against the vendor's SDK:\n${[...faults].join("\n")}`);
});
