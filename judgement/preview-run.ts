import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { environmentOf } from "../engine/environment.ts";
import { ensureEngine } from "../engine/ready.ts";
import { type EngineEvent, engineEvent } from "./engine-event.ts";

const PACK_FOLDER = fileURLToPath(new URL("../policies", import.meta.url));

/** One preview by the engine. */
export interface PreviewRun {
  /** As Pulumi knows it. */
  readonly stack: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Further arguments of `pulumi preview`. */
  readonly args?: readonly string[];
  /** Without a pack where it is false; the folder of another one than this repository's. */
  readonly pack?: boolean | string;
}

/**
 * Previews a stack with this repository's pack and hands over what the engine says of it, through a pipe: nothing of it is
 * kept here.
 * @returns what kept the preview from ending well, in the engine's words; violations of policies do as well
 * @throws PrepareError where there is no engine
 */
export async function previewRun(
  { stack, project, env, signal, args = [], pack = true }: PreviewRun,
  take: (event: EngineEvent) => void,
): Promise<string | undefined> {
  const choice = await ensureEngine(env);
  // A pack that the caller's environment names would run beside this one, or be the same one twice; its configuration
  // could switch this one off.
  const { PULUMI_OPTION_POLICY_PACK: _pack, PULUMI_OPTION_POLICY_PACK_CONFIG: _config, ...rest } = env;
  const fixed = ["preview", "--json", "--non-interactive", "--stack", stack];
  const folder = pack === true ? PACK_FOLDER : pack;
  const engine = execa(choice.pulumi, [...fixed, ...(folder ? ["--policy-pack", folder] : []), ...args], {
    cwd: project,
    env: { ...environmentOf(choice, rest), PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "1" },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    buffer: { stdout: false },
    cancelSignal: signal,
    killSignal: "SIGINT",
  });
  for await (const line of engine) {
    const event = engineEvent(line);
    if (event) take(event);
  }
  const { exitCode, stderr = "" } = await engine;
  if (exitCode === 0) return undefined;
  return troubleIn(stderr) || `pulumi preview ended with ${exitCode}`;
}

/** What an engine says on its standard error, without the word that it begins with; empty where it says nothing. */
export const troubleIn = (stderr: string): string => stderr.trim().replace(/^error: /, "");
