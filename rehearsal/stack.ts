import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { withoutEncryption } from "./encryption.ts";
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
  /** The Supabase project that a literal `SUPABASE_URL` names. */
  readonly supabase?: string;
  /** Names that env sources and smoke checks ask for. */
  readonly secretNames: readonly string[];
}

const source = z.union([z.object({ secret: z.string() }), z.string(), z.unknown().transform(() => undefined)]);
const file = z.object({
  config: z.object({
    "cutover:app": z.object({ repository: z.string(), branch: z.string() }),
    "cutover:render": z.object({ owner: z.string() }),
    "cutover:vercel": z.object({ team: z.string() }).default({ team: "team_none" }),
    "cutover:frontend": z.object({ domains: z.array(z.string()).min(1) }).default({ domains: ["none.example"] }),
    "cutover:env": z.record(z.string(), z.record(z.string(), source)).default({}),
    "cutover:smokeChecks": z.array(z.object({ request: z.unknown() })).default([]),
  }),
});

export async function readStackFile(project: string, stack: string): Promise<StackFile> {
  const path = join(project, `Pulumi.${stack}.yaml`);
  const text = await readFile(path, "utf8");
  const { config } = file.parse(parse(text));
  const groups = Object.values(config["cutover:env"]);
  const supabase = groups
    .map(({ SUPABASE_URL: url }) => /^https:\/\/([^./]+)\.supabase\./.exec(typeof url === "string" ? url : "")?.[1])
    .find(Boolean);
  return {
    path,
    repository: config["cutover:app"].repository,
    branch: config["cutover:app"].branch,
    owner: config["cutover:render"].owner,
    team: config["cutover:vercel"].team,
    domain: config["cutover:frontend"].domains[0] ?? "",
    ...(supabase ? { supabase } : {}),
    secretNames: secretNamesIn(text),
  };
}

/** The names of secrets that a stack's file asks for. */
export function secretNamesIn(text: string): string[] {
  const { config } = file.parse(parse(text));
  const sources = Object.values(config["cutover:env"]).flatMap((group) => Object.values(group));
  return [...new Set([...sources, config["cutover:smokeChecks"]].flatMap(secretsIn))];
}

/** The names in `{ secret: NAME }`, at any depth. */
function secretsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "secret" && typeof inner === "string" ? [inner] : secretsIn(inner),
  );
}

/** Env that makes plain `pulumi` use the world's copy of the stack file, so that the committed one stays as it is. */
export function stackEnvironment(folder: string, stack: string): Record<string, string> {
  return { PULUMI_STACK: stack, PULUMI_OPTION_CONFIG_FILE: join(folder, "stack", `Pulumi.${stack}.yaml`) };
}

/**
 * Makes the stack in the world's backend, with a copy of the committed file and made-up secrets.
 * @param given secrets that the world knows already, such as its database's keys.
 * @returns the secrets by name; each value is recognisable and new in every world.
 */
export async function createStack(
  pulumi: Pulumi,
  folder: string,
  stack: string,
  committed: StackFile,
  given: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const home = join(folder, "stack");
  await mkdir(home, { recursive: true });
  await mkdir(join(folder, "state"), { recursive: true });
  await mkdir(join(folder, "pulumi-home"), { recursive: true });
  if (existsSync(userPluginFolder())) await symlink(userPluginFolder(), join(folder, "pulumi-home", "plugins"));
  await writeFile(join(home, "Pulumi.yaml"), "name: cutover\nruntime: nodejs\n");
  const text = withoutEncryption(await readFile(committed.path, "utf8"));
  await writeFile(join(home, `Pulumi.${stack}.yaml`), text, { mode: 0o600 });

  // `stack init` writes its salt beside the Pulumi.yaml it finds, whatever file is named: here, not in the repository.
  await must(pulumi(["stack", "init", stack], { cwd: home }));
  const secrets = Object.fromEntries(
    committed.secretNames.map((name) => [
      name,
      given[name] ?? `rehearsal-${name.toLowerCase()}-${randomBytes(12).toString("hex")}`,
    ]),
  );
  await must(pulumi(["config", "set", "--secret", "cutover:secrets"], { input: JSON.stringify(secrets) }));
  return secrets;
}

async function must(run: ReturnType<Pulumi>): Promise<void> {
  const { exitCode, command, stderr } = await run;
  if (exitCode !== 0) throw new Error(`Failed to prepare the stack: ${command} ended with ${exitCode}\n${stderr}`);
}
