import type { Decision } from "../../../release/ladder/ladder.ts";
import { nameOf } from "../../../release/ladder/positions.ts";
import { UserError } from "../../protocol/errors.ts";

/** A promotion that is not judged to be one: every obstacle with its figures, one a line. */
export function refusalOf(decision: Decision, where: string): UserError {
  const { obstacles, to } = decision;
  const told = obstacles.map(({ what, detail }) => `    - ${what}: ${detail}`);
  return new UserError(
    "ROLLOUT_REFUSED",
    [
      `ROLLOUT_REFUSED: the evidence does not open ${nameOf(to)}; nothing was changed`,
      ...told,
      `  at ${where}`,
      "  fix: npx cutover status shows what is missing and when the next step can open",
    ].join("\n"),
  );
}

/** What this version of the program wants cannot be done as things stand. */
export const refused = (code: string, what: string, where: string, fix: string): UserError =>
  new UserError(code, [`${code}: ${what}`, `  at ${where}`, `  fix: ${fix}`].join("\n"));
