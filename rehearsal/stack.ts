import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { userPluginFolder } from "./plugins/plugins.ts";
import type { Pulumi } from "./pulumi.ts";

/** What the world must hold for a stack: read from its committed file before the world exists. */
export interface StackFile {
  readonly path: string;
  readonly repository: string;
  readonly branch: string;
  readonly owner: string;
  readonly team: string;
  readonly domain: string;
  /** Names that env sources ask for. */
  readonly secretNames: readonly string[];
}

const source = z.union([z.object({ secret: z.string() }), z.unknown().transform(() => undefined)]);
const file = z.object({
  config: z.object({
    "cutover:app": z.object({ repository: z.string(), branch: z.string() }),
    "cutover:render": z.object({ owner: z.string() }),
    "cutover:vercel": z.object({ team: z.string() }),
    "cutover:frontend": z.object({ domains: z.array(z.string()).min(1) }),
    "cutover:env": z.record(z.string(), z.record(z.string(), source)),
  }),
});

export async function readStackFile(project: string, stack: string): Promise<StackFile> {
  const path = join(project, `Pulumi.${stack}.yaml`);
  const { config } = file.parse(parse(await readFile(path, "utf8")));
  const sources = Object.values(config["cutover:env"]).flatMap((group) => Object.values(group));
  return {
    path,
    repository: config["cutover:app"].repository,
    branch: config["cutover:app"].branch,
    owner: config["cutover:render"].owner,
    team: config["cutover:vercel"].team,
    domain: config["cutover:frontend"].domains[0] ?? "",
    secretNames: [...new Set(sources.flatMap((found) => (found ? [found.secret] : [])))],
  };
}

/** Env that makes plain `pulumi` use the world's copy of the stack file, so that the committed one stays as it is. */
export function stackEnvironment(folder: string, stack: string): Record<string, string> {
  return { PULUMI_STACK: stack, PULUMI_OPTION_CONFIG_FILE: join(folder, "stack", `Pulumi.${stack}.yaml`) };
}

/**
 * Makes the stack in the world's backend, with a copy of the committed file and made-up secrets.
 * @returns the secrets' values, each recognisable and new in every world.
 */
export async function createStack(
  pulumi: Pulumi,
  folder: string,
  stack: string,
  committed: StackFile,
): Promise<string[]> {
  const home = join(folder, "stack");
  await mkdir(home, { recursive: true });
  await mkdir(join(folder, "state"), { recursive: true });
  await mkdir(join(folder, "pulumi-home"), { recursive: true });
  if (existsSync(userPluginFolder())) await symlink(userPluginFolder(), join(folder, "pulumi-home", "plugins"));
  await writeFile(join(home, "Pulumi.yaml"), "name: cutover\nruntime: nodejs\n");
  await writeFile(join(home, `Pulumi.${stack}.yaml`), await readFile(committed.path), { mode: 0o600 });

  // `stack init` writes its salt beside the Pulumi.yaml it finds, whatever file is named: here, not in the repository.
  await must(pulumi(["stack", "init", stack], { cwd: home }));
  const secrets = Object.fromEntries(
    committed.secretNames.map((name) => [name, `rehearsal-${name.toLowerCase()}-${randomBytes(12).toString("hex")}`]),
  );
  await must(pulumi(["config", "set", "--secret", "cutover:secrets"], { input: JSON.stringify(secrets) }));
  return Object.values(secrets);
}

async function must(run: ReturnType<Pulumi>): Promise<void> {
  const { exitCode, command, stderr } = await run;
  if (exitCode !== 0) throw new Error(`Failed to prepare the stack: ${command} ended with ${exitCode}\n${stderr}`);
}
