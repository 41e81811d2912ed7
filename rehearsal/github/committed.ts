import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** What of a project the world's repository begins with: its stack files, as they are committed. */
export async function committedFiles(project: string): Promise<Record<string, string>> {
  const names = (await readdir(project)).filter((name) => /^Pulumi(\..+)?\.yaml$/.test(name)).sort();
  const read = async (name: string) => [name, await readFile(join(project, name), "utf8")] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

const ids = z.array(z.int()).default([]);
const Environment = z.looseObject({ reviewers: z.looseObject({ teams: ids }).optional() });
const File = z.looseObject({
  config: z.looseObject({ "cutover:environments": z.record(z.string(), Environment).default({}) }),
});

/** Numbers of teams that the repository's stack names as reviewers: a world has teams of these numbers. */
export function reviewerTeams({ "Pulumi.repo.yaml": text }: Readonly<Record<string, string>>): number[] {
  const file = text === undefined ? undefined : File.safeParse(parse(text)).data;
  const environments = Object.values(file?.config["cutover:environments"] ?? {});
  return [...new Set(environments.flatMap(({ reviewers }) => reviewers?.teams ?? []))];
}
