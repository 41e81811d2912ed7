import { describe, expect } from "vitest";
import { programOf } from "./protocol/notes.ts";
import { callsOf, canary, it, leaks } from "./protocol/with-notes.ts";

describe("what goes wrong on the protocol, with the real engine", () => {
  it("leaves no secret in clear: state, preview, update, diagnostics", async ({ desk, projectOf }) => {
    const project = await projectOf(`
      const a = new Note("a", {
        title: "one",
        env: { KEY: "${canary}", OTHER: pulumi.secret("${canary}") },
        password: "${canary}",
        layout: { columns: 1, tags: [pulumi.secret("${canary}")] },
      });
      export const token = a.token;`);

    const output = [await project.preview("--diff"), await project.preview("--json"), await project.up()];
    const state = await project.stateText();

    expect(output.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(state).toContain("ciphertext");
    expect(leaks([state, ...output.map(({ all }) => all)].join("\n"))).toEqual([]);
    expect(state).not.toContain("token-of-note-1");
    expect(desk.notes.get("note-1")?.inputs).toMatchObject({ password: canary, layout: { tags: [canary] } });
  });

  it("refuses wrong inputs all at once, and shows values but no secrets", async ({ desk, projectOf }) => {
    const project = await projectOf(
      `new Note("a", { title: "", regoin: "eu", layout: { columns: 9 }, env: { A: 1 }, password: pulumi.secret("abc") });`,
    );

    const { exitCode, all } = await project.preview();

    expect(exitCode).not.toBe(0);
    expect(all).toMatch(/property title value \{\} has a problem: .*>=1/);
    expect(all).toMatch(/regoin .*did you mean region\?/);
    expect(all).toMatch(/layout\.columns is 9: /);
    expect(all).toMatch(/env\.A \(its value is secret\): /);
    expect(all).toMatch(/password \(its value is secret\): /);
    expect(all).not.toMatch(/\babc\b/);
    expect(callsOf(desk)).toEqual([]);
  });

  it("tells a user's mistake without a stack and a bug as a bug, and keeps nothing of either", async ({
    projectOf,
  }) => {
    const project = await projectOf(`new Note("a", { title: "one", behave: "refuse", password: "${canary}" });`);
    const refused = await project.up();
    await project.write(programOf(`new Note("a", { title: "one", behave: "bug", password: "${canary}" });`));
    const broken = await project.up();

    expect(refused.exitCode).not.toBe(0);
    expect(refused.all).toContain("the desk takes no note with password [secret]");
    expect(broken.all).toMatch(/create of a failed unexpectedly: RangeError: no room for \[secret\]/);
    expect(broken.all).toContain("This is a bug in the provider");
    for (const { all } of [refused, broken]) {
      expect(all).not.toMatch(/\n\s+at .*\.ts/);
      expect(leaks(all)).toEqual([]);
    }
  });

  it("keeps what was half made, says why, and updates it the next time, however large it is", async ({
    desk,
    projectOf,
  }) => {
    const program = (behave: string) =>
      `new Note("a", { title: "one", behave: "${behave}", env: { BIG: "x".repeat(300_000) }, password: "${canary}" });`;
    const project = await projectOf(program("half"));

    const failed = await project.up();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.all).toContain("the note is torn; password [secret]");
    expect(JSON.parse(await project.stateText()).deployment.resources).toContainEqual(
      expect.objectContaining({ id: "note-1", initErrors: ["the note is torn; password [secret]"] }),
    );

    const refreshed = await project.run(["refresh", "--yes", "--skip-preview"]);
    expect(refreshed.all).toContain("note note-1 is torn");

    await project.write(programOf(program("well")));
    expect(await project.up()).toMatchObject({ exitCode: 0 });
    expect(callsOf(desk)).toEqual(["create a", "read note-1", "update note-1 behave"]);
    expect(desk.notes.size).toBe(1);
  });

  it("gives a create its time and no more", async ({ projectOf }) => {
    const project = await projectOf(
      `new Note("a", { title: "one", behave: "slow" }, { customTimeouts: { create: "1s" } });`,
    );

    const { exitCode, all } = await project.up();

    expect(exitCode).not.toBe(0);
    expect(all).toContain("create of a did not finish within 1 s");
  });
});
