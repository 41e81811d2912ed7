import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError } from "commander";
import { durationMs } from "../config/duration.ts";
import { loadAppSections } from "../config/load-app-sections.ts";

/** The repository: plugins, policies and stack files are found from here, wherever the command was typed. */
const project = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

interface StartOptions {
  readonly stack: string;
  readonly keep: boolean;
  readonly name?: string;
  readonly restore?: string;
  readonly scenario: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
}

export function register(program: Command): void {
  const rehearse = program
    .command("rehearse")
    .description("rehearse a release on this machine: real engine, real HTTP, emulated vendors")
    .enablePositionalOptions()
    .option("--stack <name>", "stack whose committed file is rehearsed", "prod")
    .option("--keep", "run no story: keep the world until Ctrl-C, for pulumi by hand in another terminal", false)
    .option("--name <world>", "with --keep: what the world is called; default: the stack's name", named)
    .option("--restore <snapshot>", "with --keep: begin with this snapshot", named)
    .option(
      "--scenario <names>",
      "in place of the story: one of --list, several with commas, or all; repeatable",
      several,
      [],
    )
    .option("--list", "the scenarios there are, one a line", false)
    .option("--json", "print the report as JSON at the end, and nothing else on standard output", false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx cutover rehearse                       tell the whole story; .cutover/report.html shows how it went
  $ npx cutover rehearse --scenario all        a rollout from 0 % to a retired flag, and what may come between
  $ npx cutover rehearse --scenario drift      one of them; --list names them
  $ npx cutover rehearse --keep                in one terminal, then in another:
  $ eval "$(npx cutover rehearse env)"         make plain pulumi, curl and node live in that world
  $ pulumi up                                  the real engine, against the world
  $ npx cutover rehearse status                how it stands, and the address of its page
  $ npx cutover rehearse snapshot before       put the whole world away, and later
  $ npx cutover rehearse restore before        have it back`,
    )
    .action(async (options: StartOptions, command: Command) => {
      const { stack, keep, name, restore, scenario, list, json } = options;
      if (!keep && (name ?? restore) !== undefined)
        command.error("error: --name and --restore are for a world that is kept: add --keep", { exitCode: 2 });
      if (keep && scenario.length > 0)
        command.error("error: a scenario has a world of its own: leave --keep or --scenario out", { exitCode: 2 });
      if (list) return void process.stdout.write((await import("../rehearsal/scenarios/choose.ts")).listed(json));
      const { chapters, worlds, unknown } = (await import("../rehearsal/scenarios/choose.ts")).choose(scenario);
      if (unknown) command.error(`error: ${unknown}`, { exitCode: 2 });
      // What cannot be rehearsed is told before a world is made for it.
      loadAppSections(project, stack);
      const { ensureEngine } = await import("../engine/ready.ts");
      await ensureEngine(process.env);
      if (keep) {
        const { keepWorld } = await import("../rehearsal/keep.ts");
        process.exitCode = await keepWorld({ project, stack, name: name ?? stack, restore });
      } else {
        const { tellStory } = await import("../rehearsal/rehearse.ts");
        process.exitCode = await tellStory({ project, stack, chapters, worlds, json });
      }
    });

  const about = (parent: Command, usage: string, description: string, examples: readonly string[]) =>
    parent
      .command(usage)
      .description(description)
      .option("--name <world>", "which world, where several are kept", named)
      .option("--json", "as JSON, for programs", false)
      .addHelpText(
        "after",
        `\nExamples:\n${examples.map((example) => `  $ npx cutover rehearse ${example}`).join("\n")}`,
      );

  about(rehearse, "env", "print the environment of the world that is kept here, for eval in a shell", [
    "env",
    "env --name other --json",
  ]).action(async (asking: Asked) => {
    const { shellEnvironment } = await import("../rehearsal/shell.ts");
    process.stdout.write(await shellEnvironment(project, asking));
  });

  about(rehearse, "status", "how the kept worlds stand, and the addresses of their pages", [
    "status",
    "status --json",
  ]).action((asked: Asked) => say(asked, ({ status }, asking) => status(asking)));

  about(rehearse, "snapshot", "put the whole world away: vendors, database, Git, time, Pulumi's state", [
    "snapshot at-10-percent",
    "snapshot at-10-percent --replace",
  ])
    .argument("<snapshot>", "its name: a folder below .cutover/snapshots", named)
    .option("--replace", "in place of the one that has this name", false)
    .action((snapshot: string, asked: Asked & { replace: boolean }) =>
      say(asked, (commands, asking) => commands.snapshot(asking, snapshot, { replace: asked.replace })),
    );

  about(rehearse, "restore", "put a snapshot in the place of the world, all or nothing", [
    "restore at-10-percent",
    "--keep --restore at-10-percent     the same in a new world",
  ])
    .argument("<snapshot>", "its name", named)
    .action((snapshot: string, asked: Asked) => say(asked, ({ restore }, asking) => restore(asking, snapshot)));

  about(rehearse, "push", "push a commit of the sample app to the stack's branch", [
    'push --message "Fix imports"',
    "push --trait processors=false",
    "push --trait healthStatus=503 --branch develop",
    `push --trait 'buildFailure=["No matching distribution"]'`,
  ])
    .option("--message <text>", "its message", "A change")
    .option("--branch <name>", "its branch, where it is not the stack's")
    .option("--trait <key=value>", "what the app of this commit is like; repeatable", trait, {})
    .action((asked: Asked & { message: string; branch?: string; trait: Traits }) =>
      say(asked, async ({ push }, asking) => {
        const { message, branch, trait: app } = asked;
        return push(asking, { message, ...(branch === undefined ? {} : { branch }), app });
      }),
    );

  const fault = rehearse.command("fault").description("failures that the emulated vendors are asked for");
  about(fault, "add", "make the next request or deploy that fits fail", [
    `fault add '{"kind": "deploy", "at": "twin-brains-api", "state": "build_failed"}'`,
    `fault add '{"kind": "status", "at": "POST /v1/services", "status": 503, "times": 2}'`,
  ])
    .argument("<fault>", "as JSON", jsonArgument)
    .action((given: unknown, asked: Asked) => say(asked, ({ addFault }, asking) => addFault(asking, given)));
  about(fault, "list", "those that have not been used up", ["fault list"]).action((asked: Asked) =>
    say(asked, ({ listFaults }, asking) => listFaults(asking)),
  );
  about(fault, "clear", "take them all back", ["fault clear"]).action((asked: Asked) =>
    say(asked, ({ clearFaults }, asking) => clearFaults(asking)),
  );

  about(rehearse, "advance", "set the world's time forward", ["advance PT24H", "advance P7D"])
    .argument("<duration>", "ISO 8601, such as PT90S, PT24H or P7D", duration)
    .action((ms: number, asked: Asked) => say(asked, ({ advance }, asking) => advance(asking, ms)));

  about(rehearse, "stop", "end a kept world, as Ctrl-C in its terminal does", ["stop", "stop --name other"]).action(
    (asked: Asked) => say(asked, ({ stop }, asking) => stop(asking)),
  );
}

interface Asked {
  readonly name?: string;
  readonly json: boolean;
}
type Commands = typeof import("../rehearsal/control/commands.ts");
type Traits = Readonly<Record<string, unknown>>;

async function say(
  { name, json }: Asked,
  command: (
    commands: Commands,
    asking: { project: string; name: string | undefined; json: boolean },
  ) => Promise<string>,
): Promise<void> {
  process.stdout.write(await command(await import("../rehearsal/control/commands.ts"), { project, name, json }));
}

function named(text: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected letters, digits, . _ -, at most 64.");
}

function duration(text: string): number {
  try {
    return durationMs(text);
  } catch {
    throw new InvalidArgumentError("Expected an ISO 8601 duration of fixed length, such as PT90S, PT24H or P7D.");
  }
}

const several = (text: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...text.split(",").map((name) => name.trim()),
];

function jsonArgument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError("Expected JSON.");
  }
}

/** `key=value`; the value is JSON, or else text. */
function trait(text: string, before: Traits): Traits {
  const [key = "", value] = text.split(/=(.*)/s);
  if (!key || value === undefined) throw new InvalidArgumentError("Expected key=value.");
  try {
    return { ...before, [key]: JSON.parse(value) };
  } catch {
    return { ...before, [key]: value };
  }
}
