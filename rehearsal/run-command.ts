import { execa } from "execa";

/** What a command came to. */
export interface CommandRun {
  /** As an operator types it. */
  readonly command: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Typed {
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly input?: string | undefined;
  /** Each line of its output as it comes, after the command itself as `$ pulumi up`. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Stops it the way Ctrl-C does; it gets 20 s to leave things in order. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end, whatever its exit code. @param command what it is called in reports. */
export async function runCommand(
  command: string,
  [file, ...args]: readonly [string, ...string[]],
  { env, cwd, input, onLine, signal }: Typed,
): Promise<CommandRun> {
  onLine?.(`$ ${command}`);
  const child = execa(file, args, {
    ...{ cwd, env, extendEnv: false, reject: false },
    ...(input === undefined ? { stdin: "ignore" } : { input }),
    ...(signal ? { cancelSignal: signal, killSignal: "SIGINT", forceKillAfterDelay: 20_000 } : {}),
  });
  if (onLine) {
    child.stdout.on("data", lines(onLine));
    child.stderr.on("data", lines(onLine));
  }
  const { exitCode, stdout, stderr, originalMessage } = await child;
  if (exitCode === undefined) throw new Error(`${command} did not end by itself: ${originalMessage}`);
  return { command, exitCode, stdout, stderr };
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
