import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { engineEnvironment } from "../../../engine/environment.ts";
import { insideWorld } from "../../../rehearsal/environment.ts";
import type { Rehearsal } from "../../../rehearsal/open.ts";

/** The repository, whose stack files and plugins the tests use as they are. */
export const project = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

/** Starts the engine's CLI in a world without waiting for it. */
export function start({ env }: Rehearsal, args: readonly string[], without: readonly string[] = []) {
  const given = Object.fromEntries(Object.entries(env).filter(([name]) => !without.includes(name)));
  const engine = engineEnvironment(insideWorld(process.env, given));
  return execa(engine.pulumi, [...args, "--non-interactive"], {
    cwd: project,
    env: engine.env,
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
  });
}

/** Runs `cutover` as a user of this repository does. */
export function cutover(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(process.execPath, [join(project, "cli", "cutover.js"), ...args], {
    cwd: project,
    env,
    reject: false,
    all: true,
    stdin: "ignore",
  });
}

/** Ids of all processes below one. */
export async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await execa("ps", ["-axo", "pid=,ppid="]);
  const rows = stdout.split("\n").map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...below(child)] : []));
  return below(pid);
}
