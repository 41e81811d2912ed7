import { engineEnvironment } from "../engine/environment.ts";
import { interfering } from "./environment.ts";
import { keptWorld } from "./kept.ts";

/**
 * Lines for a shell: `unset` what is set in it and would interfere, `export` the kept world's variables, and its own PATH
 * with the engine and a Node that is new enough in front. Or the variables as JSON.
 * @throws {KeptWorldError}
 */
export async function shellEnvironment(
  project: string,
  { name, json }: { readonly name?: string | undefined; readonly json: boolean },
): Promise<string> {
  const kept = await keptWorld(project, name);
  const { PATH = "" } = engineEnvironment(process.env).env;
  const env = { ...kept.env, PATH };
  if (json) return `${JSON.stringify(env, null, 2)}\n`;
  const lines = [
    ...interfering(process.env, env).map((variable) => `unset ${variable}`),
    ...Object.entries(env).map(([variable, value]) => `export ${variable}='${value.replaceAll("'", `'\\''`)}'`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
