import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import type { Rehearsal } from "../../../rehearsal/open.ts";

/** Values by path, `services.api.plan` for `cutover:services`; list positions as numbers, `undefined` takes a key out. */
export type ConfigChanges = Readonly<Record<string, unknown>>;

/** Writes changes into the world's copy of the stack file. */
export async function changeConfig(rehearsal: Rehearsal, changes: ConfigChanges): Promise<void> {
  const file = fileOf(rehearsal);
  const document = parseDocument(await readFile(file, "utf8"));
  for (const [path, value] of Object.entries(changes)) {
    const [section, ...keys] = path.split(".");
    const place = ["config", `cutover:${section}`, ...keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))];
    if (value === undefined) document.deleteIn(place);
    else document.setIn(place, document.createNode(value));
  }
  await writeFile(file, String(document));
}

/** Runs something under changes, and puts the file back as it was. */
export async function withConfig<Result>(
  rehearsal: Rehearsal,
  changes: ConfigChanges,
  run: () => Promise<Result>,
): Promise<Result> {
  const before = await readFile(fileOf(rehearsal), "utf8");
  await changeConfig(rehearsal, changes);
  try {
    return await run();
  } finally {
    await writeFile(fileOf(rehearsal), before);
  }
}

/** Replaces the stack's whole configuration but its secrets. */
export async function replaceConfig(rehearsal: Rehearsal, sections: ConfigChanges): Promise<void> {
  const file = fileOf(rehearsal);
  const document = parseDocument(await readFile(file, "utf8"));
  const secrets = document.getIn(["config", "cutover:secrets"]);
  document.set("config", document.createNode({}));
  for (const [section, value] of Object.entries(sections))
    document.setIn(["config", `cutover:${section}`], document.createNode(value));
  if (secrets !== undefined) document.setIn(["config", "cutover:secrets"], secrets);
  await writeFile(file, String(document));
}

function fileOf({ env }: Rehearsal): string {
  const file = env.PULUMI_OPTION_CONFIG_FILE;
  if (file === undefined) throw new Error("The world has no stack file");
  return file;
}

/** The names of the rules that an engine's output reports as violated, each once, sorted. */
export const violated = (output: string): string[] => reported(output, "mandatory");

/** The names of the rules that it only advises of. */
export const advised = (output: string): string[] => reported(output, "advisory");

function reported(output: string, level: string): string[] {
  const line = new RegExp(`\\[${level}\\] \\[severity: \\w+\\] {2}([\\w-]+) {2}\\(`, "g");
  return [...new Set([...output.matchAll(line)].map(([, rule = ""]) => rule))].sort();
}
