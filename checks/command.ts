import { execa } from "execa";
import { durationMs } from "../config/duration.ts";
import type { ReleaseGate } from "../config/release-gates.ts";
import { judgeOutput } from "./command-output.ts";
import { remoteText } from "./remote-text.ts";
import type { Verdict } from "./verdict.ts";

/** Where commands run, and whom they tell. */
export interface CommandWorld {
  /** The repository's root. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  /** Each line that a command prints, cleaned. */
  readonly onLine?: (line: string) => void;
}

/** Between asking a command to stop and killing it. */
const GRACE_MS = 2_000;
const KEPT_LINES = 20;

/** A verdict, and the end of what the command printed. */
export interface CommandVerdict extends Verdict {
  readonly lastLines: readonly string[];
}

/**
 * Runs one command and judges its exit code and the JSON document it writes (S0.3, S1.4). No shell is between: arguments
 * reach it as they are written. One that outlasts its time has failed and is stopped with everything it started; one that
 * cannot be started, or leaves no document that can be read, is inconclusive. Rejects when `signal` is aborted.
 */
export async function probeCommand(
  gate: ReleaseGate,
  { root, env, now, onLine }: CommandWorld,
  signal?: AbortSignal,
): Promise<CommandVerdict> {
  signal?.throwIfAborted();
  const from = now();
  const lastLines: string[] = [];
  const hear = (line: string) => {
    const clean = remoteText(line);
    if (!clean) return;
    lastLines.push(clean);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
    onLine?.(clean);
  };

  const [program = "", ...args] = gate.run;
  const cwd = gate.directory === undefined ? root : `${root}/${gate.directory}`;
  // A group of its own, so that what it starts is stopped with it.
  const child = execa(program, args, {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
    detached: true,
  });
  const end = stopOn(child, durationMs(gate.within), signal);
  for await (const line of child.iterable({ from: "all" })) hear(line);
  const { exitCode, signal: killedBy, stdout, code, originalMessage } = await child;
  end.release();
  signal?.throwIfAborted();

  const ended = exitCode === undefined ? (killedBy ?? "") : `exit code ${exitCode}`;
  const to = now();
  const verdict = {
    name: gate.name,
    expected: `exit code ${gate.exitCode}${gate.output ? " and a document as its schema says" : ""}`,
    warnings: [],
    sampleSize: 1,
    window: { from, to },
    request: gate.run.join(" "),
    at: to,
    lastLines,
  };
  if (end.outOfTime()) {
    const difference = { at: "duration", observed: `more than ${gate.within}`, expected: `at most ${gate.within}` };
    return { ...verdict, outcome: "fail", observed: `still running after ${gate.within}`, differences: [difference] };
  }
  if (exitCode === undefined && killedBy === undefined) {
    const reason = `it could not be started in ${gate.directory ?? "the repository's root"}: ${code ?? originalMessage}`;
    return { ...verdict, outcome: "inconclusive", observed: "not started", differences: [], reason, sampleSize: 0 };
  }
  if (exitCode !== gate.exitCode) {
    const difference = { at: "exit code", observed: `${exitCode ?? killedBy}`, expected: `${gate.exitCode}` };
    return { ...verdict, outcome: "fail", observed: ended, differences: [difference] };
  }
  const { differences, reason } = await judgeOutput(gate.output, { root, stdout, writtenSince: from });
  if (reason !== undefined) return { ...verdict, outcome: "inconclusive", observed: ended, differences: [], reason };
  return { ...verdict, outcome: differences.length > 0 ? "fail" : "pass", observed: ended, differences };
}

/** Stops the command's whole group when its time is over or the caller gives up. */
function stopOn(child: { readonly pid?: number | undefined }, withinMs: number, signal: AbortSignal | undefined) {
  let late = false;
  let killing: NodeJS.Timeout | undefined;
  const kill = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      // ESRCH: it has ended already.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const stop = () => {
    kill("SIGTERM");
    killing = setTimeout(() => kill("SIGKILL"), GRACE_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, withinMs);
  signal?.addEventListener("abort", stop, { once: true });
  return {
    outOfTime: () => late,
    release: () => {
      clearTimeout(timer);
      clearTimeout(killing);
      signal?.removeEventListener("abort", stop);
    },
  };
}
