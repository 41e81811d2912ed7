import { fileURLToPath } from "node:url";
import type { Command } from "commander";

/** The repository: plugins, policies and stack files are found from here, wherever the command was typed. */
const project = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

export function register(program: Command): void {
  const rehearse = program
    .command("rehearse")
    .description("rehearse a release on this machine: real engine, real HTTP, emulated Render and Vercel")
    .option("--stack <name>", "stack whose committed file is rehearsed", "prod")
    .option("--keep", "run no story: keep the world until Ctrl-C, for pulumi by hand in another terminal", false)
    .option("--json", "print the report as JSON at the end, and nothing else on standard output", false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx cutover rehearse                       tell the whole story; reports land in .cutover/report.md and report.json
  $ npx cutover rehearse --keep                in one terminal, then in another:
  $ eval "$(npx cutover rehearse env)"         make plain pulumi, curl and node live in that world
  $ pulumi up                                  the real engine, against the world`,
    )
    .action(async ({ stack, keep, json }: { stack: string; keep: boolean; json: boolean }) => {
      const { ensureEngine } = await import("../engine/ready.ts");
      await ensureEngine(process.env);
      const { keepWorld, tellStory } = await import("../rehearsal/rehearse.ts");
      process.exitCode = await (keep ? keepWorld({ project, stack }) : tellStory({ project, stack, json }));
    });

  rehearse
    .command("env")
    .description("print the environment of the world that is kept here, for eval in a shell")
    .option("--json", "as a JSON object", false)
    .action(async ({ json }: { json: boolean }) => {
      const { shellEnvironment } = await import("../rehearsal/rehearse.ts");
      process.stdout.write(await shellEnvironment(project, json));
    });
}
