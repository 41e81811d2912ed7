import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCommandPlugin } from "../../rehearsal/plugins/command/command.ts";
import { processesWith, until } from "./support/processes.ts";
import { PulumiProject } from "./support/pulumi.ts";

/** The arguments of commands, by name. */
type Commands = Readonly<Record<string, object>>;

/** A project whose program makes these commands, each in a file of its own that a `note` goes to. */
async function projectWith(commands: Commands, type = "local.Command") {
  const stack = new AsyncDisposableStack();
  const programOf = (all: Commands): string => `
import * as pulumi from "@pulumi/pulumi";
import * as command from "@pulumi/command";
const secret = (text) => pulumi.secret(text);
${Object.entries(all)
  .map(
    ([name, inputs]) =>
      `export const ${name} = new command.${type}("${name}", ${JSON.stringify(inputs).replaceAll(/"secret\((\w+)\)"/g, 'secret("$1")')});`,
  )
  .join("\n")}
`;
  const cwd = await mkdtemp(join(tmpdir(), "cutover-commands-"));
  stack.defer(() => rm(cwd, { recursive: true }));
  const plugin = await startCommandPlugin({ cwd, env: process.env });
  stack.defer(() => plugin.close());
  const project = await PulumiProject.create({ program: programOf(commands), attach: { command: plugin.port } });
  stack.defer(() => project.remove());
  return {
    project,
    change: (next: Commands) => project.write(programOf(next)),
    log: (name = "log") => readFile(join(cwd, name), "utf8"),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const note = (word: string, file = "log"): string => `echo "${word} after <$PULUMI_COMMAND_STDOUT>" | tee -a ${file}`;

describe("the stand-in for the command plugin", () => {
  it("runs create, update and delete in the given folder, each with what the one before printed; nothing in preview and at refresh", async () => {
    const args = { create: note("made"), update: note("changed"), delete: note("gone"), environment: { N: "1" } };
    await using test = await projectWith({ one: args });

    expect((await test.project.preview()).all).toContain("2 to create");
    await expect(test.log()).rejects.toThrow("ENOENT");
    expect((await test.project.up()).exitCode).toBe(0);
    expect((await test.project.run(["refresh", "--yes", "--skip-preview"])).exitCode).toBe(0);
    const second = await test.project.up();
    expect(second.all).toContain("unchanged");
    expect(await test.log()).toBe("made after <>\n");

    await test.change({ one: { ...args, environment: { N: "2" } } });
    expect((await test.project.up()).all).toContain("1 updated");
    expect((await test.log()).split("\n")[1]).toBe("changed after <made after <>>");

    expect((await test.project.run(["destroy", "--yes", "--skip-preview"])).exitCode).toBe(0);
    expect((await test.log()).split("\n")[2]).toBe("gone after <changed after <made after <>>>");
  });

  it("runs create again where there is no update, replaces for triggers, and shows what it is told to and no secret", async () => {
    const quiet = { create: note("kept", "quiet"), addPreviousOutputInEnv: false, logging: "none" };
    const triggered = { create: note("made", "triggered") };
    const printing = {
      aboutSecret: { create: "echo $KEY", environment: { KEY: "secret(opensesame42)" } },
      inClear: { create: "echo $KEY", environment: { KEY: "hello" } },
    };
    await using test = await projectWith({
      ...printing,
      again: { create: note("first", "again") },
      quiet,
      triggered: { ...triggered, triggers: ["dep-1", { deep: 1 }] },
    });
    const first = await test.project.up("--suppress-outputs");
    expect(first.exitCode, first.all).toBe(0);
    expect(first.all).not.toContain("kept after");

    // What a command printed about a secret is encrypted, and legible where no input is secret.
    const state = await test.project.stateText();
    for (const text of [first.all, state]) expect(text).not.toContain("opensesame42");
    expect(state).toContain('"stdout": "hello"');

    await test.change({
      ...printing,
      again: { create: note("second", "again") },
      quiet: { ...quiet, logging: "stdout" },
      triggered: { ...triggered, triggers: ["dep-1", { deep: 2 }] },
    });
    const second = await test.project.up("--suppress-outputs");
    expect(second.all).toContain("2 updated");
    expect(second.all).toContain("1 replaced");
    expect(second.all).toContain("kept after <>");
    expect(await test.log("quiet")).toBe("kept after <>\nkept after <>\n");
    expect(await test.log("again")).toBe("first after <>\nsecond after <first after <>>\n");

    await test.change({
      ...printing,
      again: { create: note("second", "again") },
      quiet: { ...quiet, logging: "stdout" },
      triggered: { ...triggered, triggers: ["dep-1", { deep: 2 }, "dep-2"] },
    });
    const third = await test.project.up();
    expect(third.all).toContain("1 replaced");
    expect(third.all).not.toContain("updated");
    expect(await test.log("triggered")).toBe("made after <>\n".repeat(3));
  });

  it("fails the update with exit status and output, secrets masked, and leaves nothing behind", async () => {
    await using test = await projectWith({
      one: {
        create: 'echo "expected 200, observed 503 with $KEY"; exit 4',
        environment: { KEY: "secret(opensesame42)" },
      },
    });
    const { all, exitCode } = await test.project.up();
    expect(exitCode).not.toBe(0);
    expect(all).toContain("exit status 4: running");
    expect(all).toContain("expected 200, observed 503 with [secret]");
    expect(all).not.toContain("opensesame42");
    expect(await test.project.stateText()).not.toContain('command:local:Command","id');
  });

  it.each([
    ["assetPaths", { create: "true", assetPaths: ["*"] }, "local.Command"],
    ["archivePaths", { create: "true", archivePaths: ["*"] }, "local.Command"],
    ["command:remote:Command", { create: "true", connection: { host: "a.example" } }, "remote.Command"],
  ])("refuses %s in preview and says why", async (what, args, type) => {
    await using test = await projectWith({ one: args }, type);
    const { all, exitCode } = await test.project.preview();
    expect(all).toContain(what);
    expect(all).toContain("not supported by the rehearsal's stand-in for the command plugin");
    expect(exitCode).not.toBe(0);
  });

  it("refuses functions in preview in its own name", async () => {
    await using test = await projectWith({});
    await test.project.write(`
      import * as command from "@pulumi/command";
      export const out = command.local.runOutput({ command: "true" }).stdout;`);
    const { all, exitCode } = await test.project.preview();
    expect(all).toContain(
      "the rehearsal's stand-in for command does not support functions such as command:local:run; declare a command:local:Command",
    );
    expect(exitCode).not.toBe(0);
  });

  it.each(["SIGINT", "SIGKILL"] as const)("ends a running command when the CLI gets %s", async (signal) => {
    const mark = randomUUID();
    await using test = await projectWith({
      one: { create: "echo running >&2; sleep 600", environment: { MARK: mark } },
    });
    const up = test.project.start(["up", "--yes", "--skip-preview"]);
    await until(
      () => processesWith(`MARK=${mark}`),
      (found) => found.length > 0,
      30_000,
    );

    up.kill(signal);
    await up;

    await until(
      () => processesWith(`MARK=${mark}`),
      (found) => found.length === 0,
      10_000,
    );
  });
});
