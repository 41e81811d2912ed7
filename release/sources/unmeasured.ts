import type { Unmeasured } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";

/** Why there is no answer, known before anything was asked. */
export class NotMeasurable extends Error {}

/** What `ask` gives, or why it gave nothing: an error of measuring is no failure of the measured (D5). */
export async function measured<Answer>(ask: () => Promise<Answer>): Promise<Answer | Unmeasured> {
  try {
    return await ask();
  } catch (error) {
    return { unmeasured: firstLine(error) };
  }
}

/** Errors of ours have three lines; the first says what it is. */
export function firstLine(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return remoteText(line, { longest: 300 });
}
