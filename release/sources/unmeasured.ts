import { firstLine } from "../../checks/first-line.ts";
import type { Unmeasured } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";

/** Why there is no answer, known before anything was asked. */
export class NotMeasurable extends Error {}

/** What `ask` gives, or why it gave nothing: an error of measuring is no failure of the measured (D5). */
export async function measured<Answer>(ask: () => Promise<Answer>): Promise<Answer | Unmeasured> {
  try {
    return await ask();
  } catch (error) {
    return { unmeasured: reasonOf(error) };
  }
}

/** What went wrong, for people. */
export const reasonOf = (error: unknown): string => remoteText(firstLine(error), { longest: 300 });
