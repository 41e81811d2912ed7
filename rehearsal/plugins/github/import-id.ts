import { UserError } from "../../../providers/protocol/errors.ts";

/** The parts of an id such as `<repository>:<environment>:<name>`; a name may have colons of its own. @throws UserError */
export function partsOf(id: string, ...names: readonly string[]): readonly string[] {
  const parts = id.split(":");
  const [head, rest] = [parts.slice(0, names.length - 1), parts.slice(names.length - 1).join(":")];
  if (parts.length >= names.length && rest !== "") return [...head, rest];
  throw new UserError(
    "GITHUB_ID",
    `The id is ${names.map((name) => `<${name}>`).join(":")}; got ${JSON.stringify(id)}`,
  );
}
