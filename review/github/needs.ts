import { UserError } from "../../providers/protocol/errors.ts";
import { programFiles } from "../base/program-files.ts";
import { takenFrom } from "../base/stack-file-from.ts";
import { loosenedIn } from "../base/standing-rules.ts";
import type { GitHub } from "./client.ts";
import { CODE_OWNERS_PLACES, codeOwners, type OwnersOf } from "./code-owners.ts";
import { textAt } from "./file-text.ts";
import type { Pull } from "./pull.ts";

/** Something of a pull request that one of these owners has to approve. */
export interface Need {
  readonly file: string;
  /**
   * `program`: it runs with credentials. `keys`: it says who decrypts, or configures other providers. `rules`: it loosens
   * what the stack is judged by.
   */
  readonly what: "program" | "keys" | "rules";
  readonly owners: readonly string[];
  /** What they own: the file itself, or what it is about where nobody owns the file. */
  readonly of: string;
}

/**
 * What of the changed files has to be approved, by the code owners' file of the branch that the pull request goes into.
 * @param changed paths, old names of renamed ones included
 */
export async function needsOf(
  github: GitHub,
  pull: Pull,
  changed: readonly string[],
  prefix: string,
): Promise<readonly Need[]> {
  const program = programFiles(changed, prefix).map((file) => ({ file, what: "program" }) as const);
  const settings = await Promise.all(
    changed
      .filter((file) => file.startsWith(prefix) && /^Pulumi\.[\w.-]+\.yaml$/.test(file.slice(prefix.length)))
      .map((file) => inStackFile(github, pull, file)),
  );
  const found = [...program, ...settings.flat()];
  if (found.length === 0) return [];
  const ownersOf = await ownersAt(github, pull.into);
  return found.map(({ file, what }) => {
    // A stack's file may belong to everybody: what it decides about belongs to somebody.
    const places = {
      program: [file],
      keys: [file, `${prefix}Pulumi.yaml`, `${prefix}index.ts`],
      rules: [`${prefix}policies/`],
    }[what];
    const of = places.find((place) => ownersIn(ownersOf, place).length > 0) ?? places[0] ?? file;
    return { file, what, of, owners: ownersIn(ownersOf, of) };
  });
}

/** Of a folder those who own what would be in it. */
const ownersIn = (ownersOf: OwnersOf, place: string): readonly string[] =>
  ownersOf(place.endsWith("/") ? `${place}levels.ts` : place);

async function inStackFile(github: GitHub, pull: Pull, file: string): Promise<Pick<Need, "file" | "what">[]> {
  const [head, base] = await Promise.all([textAt(github, file, pull.head), textAt(github, file, pull.base)]);
  if (head === undefined) return [];
  return [
    ...(leavesOut(head, base ?? "", file) ? [{ file, what: "keys" } as const] : []),
    ...(base !== undefined && loosenedIn(base, head).length > 0 ? [{ file, what: "rules" } as const] : []),
  ];
}

/** Whether the required preview leaves something of it out, such as another `encryptionsalt`. */
function leavesOut(head: string, base: string, file: string): boolean {
  try {
    return takenFrom(head, base, file).untaken.length > 0;
  } catch (error) {
    // The required preview says what is wrong with such a file, whoever approves it.
    if (error instanceof UserError) return false;
    throw error;
  }
}

async function ownersAt(github: GitHub, branch: string): Promise<OwnersOf> {
  for (const place of CODE_OWNERS_PLACES) {
    const text = await textAt(github, place, branch);
    if (text !== undefined) return codeOwners(text);
  }
  return () => [];
}
