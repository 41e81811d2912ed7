import type { z } from "zod";

/** Runs a refinement also where other keys of the same object are faulty, so that all faults come at once. */
export const alongOtherFaults = { when: () => true } as const;

/** What a rule between keys tells besides the sentence, for the command that fixes it. */
export interface RuleFix {
  /** The value to set instead. */
  readonly suggest?: string | number | boolean;
  /** The key is best taken out. */
  readonly remove?: boolean;
  /** The list item that holds the key is best taken out. */
  readonly removeItem?: boolean;
  /** No command can tell what was meant. */
  readonly edit?: boolean;
}

/** Records that the value at `path` breaks a rule. `expected` completes "… is X; expected …". */
export function refuse(
  ctx: z.core.$RefinementCtx,
  path: readonly (string | number)[],
  expected: string,
  fix: RuleFix = {},
): void {
  ctx.addIssue({ code: "custom", path: [...path], message: expected, params: { ...fix } });
}
