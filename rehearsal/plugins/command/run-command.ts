import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { UserError } from "../../../providers/protocol/errors.ts";

/** Where and from what environment commands run. */
export interface Where {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One command as a resource asks for it. */
export interface CommandLine {
  readonly text: string;
  readonly interpreter?: readonly string[] | undefined;
  /** Relative to `Where.cwd`. */
  readonly dir?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | undefined;
  /** What is shown line by line while it runs. */
  readonly logging?: "stdout" | "stderr" | "stdoutAndStderr" | "none" | undefined;
}

/** What a command printed; one newline at the end is not part of it. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Between asking a cancelled command to stop and killing it. */
const GRACE_MS = 2_000;

const shell = process.platform === "win32" ? ["cmd", "/C"] : ["/bin/sh", "-c"];

/**
 * Runs a command to its end, in a process group of its own so that an abort ends all that it started.
 * @throws UserError with its exit status and all it printed, as the real plugin words it; the signal's reason when aborted
 */
export async function runCommand(
  { text, interpreter, dir, environment, stdin, logging = "stdoutAndStderr" }: CommandLine,
  { cwd, env }: Where,
  { signal, progress }: { signal: AbortSignal; progress(line: string): void },
): Promise<Output> {
  signal.throwIfAborted();
  const [file = "", ...args] = interpreter?.length ? interpreter : shell;
  const running = execa(file, [...args, text], {
    cwd: resolve(cwd, dir ?? "."),
    env: { ...env, ...environment },
    extendEnv: false,
    detached: process.platform !== "win32",
    all: true,
    reject: false,
    stripFinalNewline: false,
    ...(stdin ? { input: stdin } : { stdin: "ignore" as const }),
  });
  const shown = { stdout: running.stdout, stderr: running.stderr, stdoutAndStderr: running.all, none: undefined }[
    logging
  ];
  if (shown) createInterface({ input: shown }).on("line", progress);

  const kill = (): void => signalGroup(running.pid, "SIGKILL");
  const stop = (): void => {
    signalGroup(running.pid, "SIGTERM");
    setTimeout(kill, GRACE_MS).unref();
  };
  signal.addEventListener("abort", stop, { once: true });
  process.once("exit", kill);
  try {
    const result = await running;
    signal.throwIfAborted();
    if (result.failed)
      throw new UserError("COMMAND_FAILED", `${endOf(result)}: running ${JSON.stringify(text)}:\n${result.all}`);
    return { stdout: result.stdout.replace(/\n$/, ""), stderr: result.stderr.replace(/\n$/, "") };
  } finally {
    signal.removeEventListener("abort", stop);
    process.off("exit", kill);
  }
}

interface End {
  readonly exitCode?: number | undefined;
  readonly signal?: NodeJS.Signals | undefined;
  readonly originalMessage?: string | undefined;
}

/** As Go's os/exec words it, which is what the real plugin shows. */
function endOf({ exitCode, signal, originalMessage }: End): string {
  if (exitCode !== undefined) return `exit status ${exitCode}`;
  if (signal) return `signal: ${signal}`;
  return originalMessage ?? "not started";
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (error) {
    // ESRCH: it has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
