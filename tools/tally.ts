/** The closing line of a CI run: tests and rehearsed steps together, as `N passed, N failed`. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../.cutover/${name}`, import.meta.url), "utf8"));

const tests = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() })
  .parse(await read("test-report.json"));
const { steps } = z
  .object({ steps: z.array(z.object({ outcome: z.enum(["passed", "failed", "skipped"]) })) })
  .parse(await read("report.json"));
const count = (outcome: string) => steps.filter((step) => step.outcome === outcome).length;

const [passed, failed] = [tests.numPassedTests + count("passed"), tests.numFailedTests + count("failed")];
const skipped = tests.numPendingTests + count("skipped");
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
