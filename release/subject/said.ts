import { UserError } from "../../providers/protocol/errors.ts";

const LONGEST = 2_000;

/**
 * What a person said, by name, without spaces around.
 * @throws UserError `REQUEST_INVALID` where one is empty or has more than 2,000 characters
 */
export function said<Name extends string>(given: Readonly<Record<Name, string>>): Record<Name, string> {
  const checked = Object.entries<string>(given).map(([name, text]) => [name, checkedText(name, text.trim())]);
  return Object.fromEntries(checked);
}

function checkedText(name: string, text: string): string {
  if (text !== "" && text.length <= LONGEST) return text;
  const what = text === "" ? "is empty" : `has ${text.length} characters; at most ${LONGEST} are kept`;
  const lines = [`REQUEST_INVALID: the ${name} ${what}`, "  at the command line", "  fix: say it in a sentence or two"];
  throw new UserError("REQUEST_INVALID", lines.join("\n"));
}
