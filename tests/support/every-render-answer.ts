import { existsSync } from "node:fs";
import { afterEach } from "vitest";
import { answersOf } from "./answers-of.ts";

/**
 * Holds every answer that an emulated Render of this process gives against the published document, and fails the test
 * that caused a wrong one. Nothing is loaded before the first answer; without ../shared/vendor there is no check.
 */
const document = new URL("../../../shared/vendor/render-openapi-2026-01-06.json", import.meta.url);

if (existsSync(document)) {
  const waiting = answersOf("cutover:render:answers");

  afterEach(async () => {
    const told = waiting.splice(0);
    if (told.length === 0) return;
    const { faultsOf } = await import("../rehearsal/render/document/check.ts");
    const faults = new Set(told.flatMap((answer) => faultsOf(answer)));
    if (faults.size > 0)
      throw new Error(`Render's emulator answered against the published document:\n${[...faults].join("\n")}`);
  });
}
