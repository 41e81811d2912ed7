import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { NAMESPACE } from "../../config/section-data.ts";
import { UserError } from "../../providers/protocol/errors.ts";
import { withPrivateFolder } from "../private-folder.ts";

const Data = z.record(z.string(), z.unknown());

/** A stack's file for a preview with credentials: of the pull request's, only what is data. */
export interface TakenFile {
  readonly text: string;
  /** Keys that differ in the pull request and were left as the base has them: `encryptionsalt`, `github:owner`. */
  readonly untaken: readonly string[];
}

/**
 * The base's file with the `cutover:` keys of the pull request's. Who decrypts, with what, and how other providers are
 * configured stays the base's: a pull request that said otherwise could have secrets sent elsewhere (D15).
 * @throws UserError STACK_FILE_NOT_DATA where either is not a stack's file
 */
export function takenFrom(head: string, base: string, name: string): TakenFile {
  const [theirs, ours] = [dataOf(head, `${name} of the pull request`), dataOf(base, `${name} of the base`)];
  const [offered, kept] = [configOf(theirs), configOf(ours)];
  const config = { ...only(kept, (key) => !isOwn(key)), ...only(offered, isOwn) };
  const untaken = [
    ...differing(
      only(theirs, (key) => key !== "config"),
      only(ours, (key) => key !== "config"),
    ),
    ...differing(
      only(offered, (key) => !isOwn(key)),
      only(kept, (key) => !isOwn(key)),
    ),
  ];
  return { text: stringify({ ...ours, config }), untaken };
}

/** Runs with such a file in a folder of its own, readable by its owner alone. */
export const withStackFile = <Result>(
  { text }: Pick<TakenFile, "text">,
  name: string,
  run: (path: string) => Promise<Result>,
): Promise<Result> =>
  withPrivateFolder("preview", async (folder) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return run(path);
  });

const isOwn = (key: string): boolean => key.startsWith(NAMESPACE);

function dataOf(text: string, what: string): Record<string, unknown> {
  try {
    return Data.parse(parse(text, { merge: true }) ?? {});
  } catch {
    throw notData(what);
  }
}

function configOf({ config }: Record<string, unknown>): Record<string, unknown> {
  return Data.safeParse(config ?? {}).data ?? {};
}

const only = (data: Record<string, unknown>, keep: (key: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([key]) => keep(key)));

const differing = (one: Record<string, unknown>, other: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
    .sort();

const notData = (what: string): UserError =>
  new UserError(
    "STACK_FILE_NOT_DATA",
    [
      `STACK_FILE_NOT_DATA: ${what} cannot be read as a map of keys in YAML`,
      `  at ${what}`,
      "  fix: npx cutover config check, on the branch of the pull request",
    ].join("\n"),
  );
