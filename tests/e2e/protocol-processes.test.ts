import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually.ts";
import { programOf } from "./protocol/notes.ts";
import { it } from "./protocol/with-notes.ts";

const plugin = fileURLToPath(new URL("./protocol/plugin", import.meta.url));

describe("processes of a provider, with the real engine", () => {
  it("stops at Ctrl-C, tells the resource, and the next run works", async ({ desk, projectOf }) => {
    const project = await projectOf(`new Note("a", { title: "one", behave: "slow" });`);
    const running = project.start(["up", "--yes", "--skip-preview"]);
    await eventually(() => expect(desk.calls).toContain("waiting note-1"));

    running.kill("SIGINT");

    const { exitCode, all } = await running;
    expect(exitCode).not.toBe(0);
    expect(all).toContain("create of a was cancelled");
    expect(desk.aborted).toBe(1);
    await project.write(programOf(`new Note("a", { title: "one" });`));
    expect(await project.up()).toMatchObject({ exitCode: 0 });
  });

  it("serves two engines at once, each with its own configuration", async ({ desk, projectOf }) => {
    const bodies = ["first", "second"].map((name) => `new Note("${name}", { title: "${name}", behave: "slow" });`);
    const [first, second] = await Promise.all(bodies.map((body) => projectOf(body)));
    if (!first || !second) throw new Error("no projects");
    await first.run(["config", "set", "notes:prefix", "first"]);
    await second.run(["config", "set", "notes:prefix", "second"]);

    const running = [first, second].map((project) => project.start(["up", "--yes", "--skip-preview"]));
    const waiting = () => desk.calls.filter((call) => call.startsWith("waiting"));
    await eventually(() => expect(waiting()).toHaveLength(2));
    expect(desk.calls).toEqual(expect.arrayContaining(["configure first", "configure second"]));

    running[0]?.kill("SIGINT");
    expect((await running[0])?.all).toContain("create of first was cancelled");
    expect(desk.aborted).toBe(1);

    running[1]?.kill("SIGINT");
    expect((await running[1])?.all).toContain("create of second was cancelled");
  });

  describe("as an executable", () => {
    const settings = { plugins: { providers: [{ name: "notes", path: plugin }] } };

    it("is started, used and ended by the engine", async ({ projectOf }) => {
      const project = await projectOf(`new Note("a", { title: "one" });`, settings);

      expect(await project.up()).toMatchObject({ exitCode: 0 });
    });

    it("does not outlive a CLI that was killed", async ({ projectOf }) => {
      const project = await projectOf(`new Note("a", { title: "one", behave: "slow" });`, settings);
      const pidFile = join(project.folder, "plugin.pid");
      const running = project.start(["up", "--yes", "--skip-preview"], { NOTES_PID_FILE: pidFile });
      const pid = await Promise.race([
        eventually(async () => Number(await readFile(pidFile, "utf8")), 90_000),
        running.then(({ all }) => Promise.reject(new Error(`the update ended too early:\n${all}`))),
      ]);
      expect(isAlive(pid)).toBe(true);

      running.kill("SIGKILL");

      await eventually(() => expect(isAlive(pid)).toBe(false));
    });

    it("gives a package schema that the engine accepts, and leaves no file in its folder", async ({ projectOf }) => {
      const project = await projectOf("");
      const before = await readdir(plugin);

      const schema = await project.run(["package", "get-schema", plugin]);
      expect(schema.exitCode).toBe(0);
      expect(JSON.parse(schema.stdout)).toMatchObject({
        name: "notes",
        resources: { "notes:index:Note": { requiredInputs: ["title"] } },
      });
      expect(await readdir(plugin)).toEqual(before);
      const file = join(project.folder, "schema.json");
      await writeFile(file, schema.stdout);
      expect(await project.run(["schema", "check", file])).toMatchObject({ exitCode: 0 });
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
