import path from "node:path";
import type { Command } from "commander";
import { endLike, runForeground } from "../engine/bootstrap/foreground.js";
import { environmentOf } from "../engine/environment.ts";
import { ensureEngine } from "../engine/ready.ts";
import { releaseStaleLocks, tellReleased } from "../engine/stale-lock.ts";

/** `cutover pulumi …`: the chosen engine, in the caller's folder, with the caller's terminal. */
export function register(program: Command): void {
  program
    .command("pulumi")
    .description("run the chosen Pulumi engine with these arguments")
    .argument("[args...]", "what `pulumi` is to be given")
    .allowUnknownOption()
    .passThroughOptions()
    .helpOption(false)
    .action(async (args: string[]) => {
      const choice = await ensureEngine(process.env);
      const env = environmentOf(choice, process.env);
      for (const lock of releaseStaleLocks(env, folderOf(args)))
        process.stderr.write(`cutover: ${tellReleased(lock)}\n`);
      endLike(await runForeground(choice.pulumi, args, { env }));
    });
}

/** The folder that Pulumi will work in: the current one, or that of its `-C` / `--cwd`. */
function folderOf(args: readonly string[]): string {
  const index = args.findIndex((arg) => arg === "-C" || arg === "--cwd");
  const given = index >= 0 ? args[index + 1] : args.find((arg) => arg.startsWith("--cwd="))?.slice("--cwd=".length);
  return path.resolve(given ?? ".");
}
