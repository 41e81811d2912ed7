import { join } from "node:path";
import { engineEnvironment } from "../engine/environment.ts";
import { insideWorld } from "./environment.ts";
import type { CommandOptions } from "./pulumi.ts";
import { type CommandRun, runCommand } from "./run-command.ts";

/** Runs `npx cutover …` as an operator does, in the world that `env` describes; `without` are variables it does not get. */
export type Cutover = (args: readonly string[], options?: { without?: readonly string[] }) => Promise<CommandRun>;

export function createCutover({ project, env, onLine, signal }: CommandOptions): Cutover {
  return (args, { without = [] } = {}) => {
    const given = Object.fromEntries(Object.entries(env).filter(([name]) => !without.includes(name)));
    const command = [process.execPath, join(project, "cli", "cutover.js"), ...args] as const;
    const engine = engineEnvironment(insideWorld(process.env, given));
    return runCommand(`npx cutover ${args.join(" ")}`, [...command], { env: engine.env, cwd: project, onLine, signal });
  };
}
