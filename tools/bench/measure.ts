import { readFile } from "node:fs/promises";
import { execa } from "execa";

/** One thing to be timed. */
export type Run = () => Promise<unknown>;

/** A command of the engine, ready to be run again and again. */
export type Pulumi = (args: readonly string[], where: { cwd: string; env: Readonly<Record<string, string>> }) => Run;

/** Median of the wall clock in milliseconds; `warmUp` runs before are not counted. */
export async function median(run: Run, runs: number, warmUp = 1): Promise<number> {
  for (let at = 0; at < warmUp; at++) await run();
  const times: number[] = [];
  for (let at = 0; at < runs; at++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}

/**
 * The most memory, in MiB, that a process whose command line contains `marker` held while `run` went on.
 * Looked at every 50 ms, and apart from what is timed: looking costs time too. NaN where /proc does not tell.
 */
export async function peakMemoryMb(run: Run, marker: string): Promise<number> {
  let peakKb = Number.NaN;
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(async () => {
      const { stdout } = await execa("ps", ["-axo", "pid=,args="]);
      for (const line of stdout.split("\n").filter((text) => text.includes(marker))) {
        const status = await readFile(`/proc/${Number.parseInt(line, 10)}/status`, "utf8").catch(() => "");
        const kb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
        if (!(kb <= peakKb)) peakKb = Number.isNaN(kb) ? peakKb : kb;
      }
    });
  }, 50);
  try {
    await run();
  } finally {
    clearInterval(timer);
    await looking;
  }
  return peakKb / 1024;
}
