import { engineEnvironment } from "../engine/environment.ts";
import { insideWorld } from "./environment.ts";
import { type CommandRun, runCommand } from "./run-command.ts";

/** Runs the real engine's CLI in the project's folder, in the world that `env` describes. */
export type Pulumi = (args: readonly string[], options?: PulumiOptions) => Promise<CommandRun>;

export interface PulumiOptions {
  readonly input?: string;
  readonly cwd?: string;
  /** Variables of the world that it does not get. */
  readonly without?: readonly string[];
}

export interface CommandOptions {
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  /** Each command, after `$ `, and each line of its output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Stops what runs the way Ctrl-C does. */
  readonly signal?: AbortSignal;
}

export function createPulumi({ project, env, onLine, signal }: CommandOptions): Pulumi {
  const engine = engineEnvironment(insideWorld(process.env, env));
  return (args, { input, cwd = project, without = [] } = {}) => {
    const words: [string, ...string[]] = [engine.pulumi, ...args, "--non-interactive"];
    const given = Object.fromEntries(Object.entries(engine.env).filter(([name]) => !without.includes(name)));
    return runCommand(`pulumi ${args.join(" ")}`, words, { env: given, cwd, input, onLine, signal });
  };
}
