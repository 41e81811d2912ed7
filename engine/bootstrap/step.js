// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onInterrupt } from "./interrupt.js";

/**
 * @typedef {object} StepResult
 * @property {boolean} ok ended by itself with exit code 0
 * @property {string} output what it printed on both streams, the last 200 lines
 * @property {number} lines how many lines it printed
 * @property {string} problem why it is not ok, in words; empty when ok
 */

const KEPT_LINES = 200;
const GRACE_MS = 2000;

/**
 * Runs one command of the preparation. It is the head of its own process group, so that ending it ends what it
 * started too; this happens when this process is interrupted and when it says nothing for `silenceMs`
 * or takes longer than `timeoutMs`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv, timeoutMs?: number, silenceMs?: number, onLine?: (line: string) => void, onStart?: (pid: number) => void }} options
 * @returns {Promise<StepResult>}
 */
export function runStep(command, args, { cwd, env, timeoutMs, silenceMs, onLine, onStart }) {
  return new Promise((resolve) => {
    /** @type {string[]} */
    const lines = [];
    let count = 0;
    let ended = "";
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid !== undefined) onStart?.(child.pid);

    /** @param {string} reason */
    const stop = (reason) => {
      ended ||= reason;
      endGroup(child.pid, "SIGTERM");
      setTimeout(() => endGroup(child.pid, "SIGKILL"), GRACE_MS).unref();
    };
    const closed = new Promise((done) => child.once("close", done));
    const forget = onInterrupt(async () => {
      stop("interrupted");
      await closed;
    });
    const limit = timeoutMs && setTimeout(() => stop(`not done after ${timeoutMs / 1000} s`), timeoutMs);
    const silence = silenceMs && setTimeout(() => stop(`silent for ${silenceMs / 1000} s`), silenceMs);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        count += 1;
        if (lines.push(line) > KEPT_LINES) lines.shift();
        if (silence) silence.refresh();
        onLine?.(line);
      });
    }

    /** @param {string} problem */
    const finish = (problem) => {
      clearTimeout(limit || undefined);
      clearTimeout(silence || undefined);
      forget();
      resolve({ ok: problem === "", output: lines.join("\n"), lines: count, problem });
    };
    child.once("error", (error) => finish(`${command} cannot be started: ${error.message}`));
    child.once("close", (code, signal) => {
      if (ended) finish(`${command} was ended: ${ended}`);
      else if (signal) finish(`${command} was ended by ${signal}`);
      else finish(code === 0 ? "" : `${command} ended with exit code ${code}`);
    });
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // The group is gone already, which is what was asked for.
  }
}
