import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startCommandPlugin } from "../../rehearsal/plugins/command/command.ts";
import { processesWith, until } from "./support/processes.ts";
import { PulumiProject } from "./support/pulumi.ts";

/** A project whose program makes one command; what it prints goes to `log` too. */
async function projectWith(args: object, type = "local.Command") {
  const stack = new AsyncDisposableStack();
  const programOf = (inputs: object, kind = type): string => `
import * as pulumi from "@pulumi/pulumi";
import * as command from "@pulumi/command";
const secret = (text) => pulumi.secret(text);
export const made = new command.${kind}("one", ${JSON.stringify(inputs).replaceAll(/"secret\((\w+)\)"/g, 'secret("$1")')});
`;
  const cwd = await mkdtemp(join(tmpdir(), "cutover-commands-"));
  stack.defer(() => rm(cwd, { recursive: true }));
  const plugin = await startCommandPlugin({ cwd, env: process.env });
  stack.defer(() => plugin.close());
  const project = await PulumiProject.create({ program: programOf(args), attach: { command: plugin.port } });
  stack.defer(() => project.remove());
  return {
    project,
    change: (next: object) => project.write(programOf(next)),
    log: () => readFile(join(cwd, "log"), "utf8"),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const note = (word: string): string => `echo "${word} after <$PULUMI_COMMAND_STDOUT>" | tee -a log`;

describe("the stand-in for the command plugin", () => {
  it("runs create, update and delete in the given folder, each with what the one before printed", async () => {
    const args = { create: note("made"), update: note("changed"), delete: note("gone"), environment: { N: "1" } };
    await using test = await projectWith(args);

    expect((await test.project.up()).exitCode).toBe(0);
    expect(await test.log()).toBe("made after <>\n");

    const second = await test.project.up();
    expect(second.all).toContain("unchanged");
    expect(await test.log()).toBe("made after <>\n");

    await test.change({ ...args, environment: { N: "2" } });
    expect((await test.project.preview()).all).toContain("1 to update");
    await test.project.up();
    expect((await test.log()).split("\n")[1]).toBe("changed after <made after <>>");

    expect((await test.project.run(["destroy", "--yes"])).exitCode).toBe(0);
    expect((await test.log()).split("\n")[2]).toBe("gone after <changed after <made after <>>>");
  });

  it("runs create again where there is no update, also when create itself changed", async () => {
    await using test = await projectWith({ create: note("first") });
    await test.project.up();
    await test.change({ create: note("second") });
    const { all } = await test.project.up();
    expect(all).toContain("1 updated");
    expect(await test.log()).toBe("first after <>\nsecond after <first after <>>\n");
  });

  it("keeps what the one before printed from it where addPreviousOutputInEnv says so, and shows nothing with logging none", async () => {
    const args = { create: note("made"), addPreviousOutputInEnv: false, logging: "none" };
    await using test = await projectWith(args);
    expect((await test.project.up("--suppress-outputs")).all).not.toContain("made after");
    await test.change({ ...args, logging: "stdout" });
    expect((await test.project.up("--suppress-outputs")).all).toContain("made after <>");
    expect(await test.log()).toBe("made after <>\nmade after <>\n");
  });

  it("replaces when a trigger changes, and when one is added", async () => {
    const args = { create: note("made") };
    await using test = await projectWith({ ...args, triggers: ["dep-1", { deep: 1 }] });
    await test.project.up();
    await test.change({ ...args, triggers: ["dep-1", { deep: 2 }] });
    expect((await test.project.up()).all).toContain("1 replaced");
    await test.change({ ...args, triggers: ["dep-1", { deep: 2 }, "dep-2"] });
    expect((await test.project.up()).all).toContain("1 replaced");
    expect(await test.log()).toBe("made after <>\n".repeat(3));
  });

  it("runs nothing in preview and at refresh", async () => {
    await using test = await projectWith({ create: note("made") });
    await test.project.preview();
    await expect(test.log()).rejects.toThrow("ENOENT");
    await test.project.up();
    expect((await test.project.run(["refresh", "--yes"])).exitCode).toBe(0);
    expect((await test.project.preview("--expect-no-changes")).exitCode).toBe(0);
    expect(await test.log()).toBe("made after <>\n");
  });

  it("fails the update with exit status and output, secrets masked, and leaves nothing behind", async () => {
    await using test = await projectWith({
      create: 'echo "expected 200, observed 503 with $KEY"; exit 4',
      environment: { KEY: "secret(opensesame42)" },
    });
    const { all, exitCode } = await test.project.up();
    expect(exitCode).not.toBe(0);
    expect(all).toContain("exit status 4: running");
    expect(all).toContain("expected 200, observed 503 with [secret]");
    expect(all).not.toContain("opensesame42");
    expect(await test.project.stateText()).not.toContain('command:local:Command","id');
  });

  it("keeps what a command printed about a secret encrypted", async () => {
    await using test = await projectWith({ create: "echo $KEY", environment: { KEY: "secret(opensesame42)" } });
    const { all, exitCode } = await test.project.up();
    expect(exitCode).toBe(0);
    expect(all).not.toContain("opensesame42");
    expect(await test.project.stateText()).not.toContain("opensesame42");
  });

  it("keeps what a command printed legible where no input is secret", async () => {
    await using test = await projectWith({ create: "echo $KEY", environment: { KEY: "hello" } });
    await test.project.up();
    expect(await test.project.stateText()).toContain('"stdout": "hello"');
  });

  it.each([
    ["assetPaths", { create: "true", assetPaths: ["*"] }, "local.Command"],
    ["archivePaths", { create: "true", archivePaths: ["*"] }, "local.Command"],
    ["command:remote:Command", { create: "true", connection: { host: "a.example" } }, "remote.Command"],
  ])("refuses %s in preview and says why", async (what, args, type) => {
    await using test = await projectWith(args, type);
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
    await using test = await projectWith({ create: "echo running >&2; sleep 600", environment: { MARK: mark } });
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
