// @ts-check
import { spawn } from "node:child_process";
import os from "node:os";
import { endingSignals } from "./interrupt.js";

/**
 * Runs a command in this process's place: same terminal, its exit code or signal becomes ours. Signals sent to
 * this process alone are passed on; Ctrl-C on a terminal reaches the whole group anyway, and passing it on would
 * make it a second one, which many programs (Pulumi among them) take as "at once, without cleaning up".
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>} code is 128 + the signal's number when a signal ended it
 */
export function runForeground(command, args, { env, cwd }) {
  return new Promise((resolve, reject) => {
    const onTerminal = Boolean(process.stdin.isTTY || process.stderr.isTTY);
    const child = spawn(command, args, { env, cwd, stdio: "inherit" });
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      if (signal !== "SIGINT" || !onTerminal) child.kill(signal);
    };
    for (const signal of endingSignals) process.on(signal, pass);
    const release = () => {
      for (const signal of endingSignals) process.off(signal, pass);
    };
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("close", (code, signal) => {
      release();
      resolve({ code: code ?? 128 + (signal ? os.constants.signals[signal] : 0), signal });
    });
  });
}

/**
 * Ends this process the way the other one ended, and does not return unless the signal is one that was survived.
 * @param {{ code: number, signal: NodeJS.Signals | null }} ending
 */
export function endLike({ code, signal }) {
  process.exitCode = code;
  if (signal) process.kill(process.pid, signal);
  else process.exit(code);
}
