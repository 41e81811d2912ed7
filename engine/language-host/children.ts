import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();
const programs = new Set<Child>();

/** Between asking a child to stop and killing it. */
const GRACE_MS = 1_000;

/** Ends of a child: its exit code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child of the language host, in a process group of its own so that what it starts ends with it. */
export interface Child {
  readonly process: ChildProcess;
  readonly exited: Promise<Exit>;
  /** Asks the group to stop and kills it a second later. */
  stop(): void;
  /** Whether `stop` was called. */
  stopped(): boolean;
}

/** Starts `command`; it is killed at the latest when this process exits. Rejects `exited` if it cannot be started. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions): Child {
  const child = spawn(command, [...args], { ...options, detached: true });
  running.add(child);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", (error) => {
      running.delete(child);
      reject(error);
    });
    // `close` comes after `exit` and after the last output was read.
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  let asked = false;
  const stop = (): void => {
    asked = true;
    signalGroup(child, "SIGTERM");
    setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS).unref();
  };
  return { process: child, exited, stop, stopped: () => asked };
}

/** Starts a user's program: as `startChild`, and stopped by `stopPrograms` too. */
export function startProgram(command: string, args: readonly string[], options: SpawnOptions): Child {
  const program = startChild(command, args, options);
  programs.add(program);
  const forget = (): boolean => programs.delete(program);
  program.exited.then(forget, forget);
  return program;
}

/** Asks the running programs to stop; plugins are left alone, the engine ends each by its own call. */
export function stopPrograms(): void {
  for (const program of programs) program.stop();
}

/** Kills every child's group at once; made for `process.on("exit")`. */
export function killChildren(): void {
  for (const child of running) signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || !running.has(child)) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: it ended between the check and the signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
