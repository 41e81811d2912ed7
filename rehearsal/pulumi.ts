import { execa } from "execa";
import { engineEnvironment } from "../engine/environment.ts";
import { insideWorld } from "./environment.ts";

export interface PulumiRun {
  readonly command: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real engine's CLI in the project's folder, in the world that `env` describes. */
export type Pulumi = (args: readonly string[], options?: { input?: string; cwd?: string }) => Promise<PulumiRun>;

/**
 * @param onLine each command, after `$ `, and each line of its output as it comes.
 * @param signal stops the CLI the way Ctrl-C does; it gets 20 s to leave its state in order.
 */
export function createPulumi(options: {
  project: string;
  env: Readonly<Record<string, string>>;
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}): Pulumi {
  const { pulumi, env } = engineEnvironment(insideWorld(process.env, options.env));
  return async (args, { input, cwd } = {}) => {
    const command = `pulumi ${args.join(" ")}`;
    options.onLine?.(`$ ${command}`);
    const child = execa(pulumi, [...args, "--non-interactive"], {
      cwd: cwd ?? options.project,
      env,
      extendEnv: false,
      reject: false,
      ...(input === undefined ? { stdin: "ignore" } : { input }),
      ...(options.signal ? { cancelSignal: options.signal, killSignal: "SIGINT", forceKillAfterDelay: 20_000 } : {}),
    });
    const { onLine } = options;
    if (onLine) {
      child.stdout.on("data", lines(onLine));
      child.stderr.on("data", lines(onLine));
    }
    const { exitCode, stdout, stderr, originalMessage } = await child;
    if (exitCode === undefined) throw new Error(`pulumi ${args[0]} did not end by itself: ${originalMessage}`);
    return { command, exitCode, stdout, stderr };
  };
}

function lines(onLine: (line: string) => void) {
  let rest = "";
  return (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split("\n");
    rest = parts.pop() ?? "";
    // Lines that begin with @ only say that the engine is still at work.
    for (const part of parts) if (part.trim() && !part.startsWith("@ ")) onLine(part.trimEnd());
  };
}
