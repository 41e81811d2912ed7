import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { programOf } from "./protocol/notes.ts";
import { callsOf, canary, editTitle, it, leaks, stepsOf } from "./protocol/with-notes.ts";

describe("a resource on the protocol, with the real engine", () => {
  it("makes, then finds nothing to change, shows what a change touches, and applies exactly that by a saved plan", async ({
    desk,
    projectOf,
  }) => {
    const program = (title: string, value: string) =>
      `new Note("a", { title: "${title}", env: { A: "${value}", "b.c": "same" }, layout: { columns: 2, tags: ["x"] }, password: "${canary}" });`;
    const project = await projectOf(program("one", "aaaa1"));

    const up = await project.up();
    expect(up.exitCode, up.all).toBe(0);
    // What a resource logs stands under its diagnostics.
    expect(up.all).toMatch(/Diagnostics:\n\s+notes:index:Note \(a\):\n\s+written in\n\s+two lines with \[secret\]/);
    expect(up.all).toContain("writing one");
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });

    await project.write(programOf(program("two", "aaaa2")));
    const plan = join(project.folder, "plan.json");
    const diff = await project.preview("--diff", "--save-plan", plan);
    expect(diff.all).toMatch(/~ A *: \[secret\] => \[secret\]/);
    expect(diff.all).toMatch(/~ title: "one" => "two"/);
    const { a: step } = await stepsOf(project);
    expect(step?.detailedDiff).toMatchObject({ "env.A": { kind: "update" }, title: { kind: "update" } });
    expect(Object.keys(step?.detailedDiff ?? {})).toHaveLength(2);

    expect(await project.up("--plan", plan)).toMatchObject({ exitCode: 0 });
    expect(callsOf(desk)).toEqual(["create a", "update note-1 env.A,title"]);
    expect(leaks(await readFile(plan, "utf8"))).toEqual([]);
  });

  it("previews with unknown inputs, and knows what an update leaves as it is", async ({ projectOf }) => {
    const body = (title: string) => `
      const a = new Note("a", { title: "${title}" });
      new Note("b", { title: a.url, layout: { columns: 1, tags: [a.url] } });
      new Note("c", { title: pulumi.interpolate\`after \${a.revision}\` });`;
    const project = await projectOf(body("one"));

    const first = await project.preview("--diff");
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.all).toMatch(/title *: \[unknown\]/);
    expect(await project.up()).toMatchObject({ exitCode: 0 });

    await project.write(programOf(body("two")));
    const steps = await stepsOf(project);
    expect(steps.a).toMatchObject({ op: "update" });
    expect(steps.b?.op ?? "same").toBe("same");
    expect(steps.c).toMatchObject({ op: "update", detailedDiff: { title: { kind: "update" } } });
  });

  it("finds on refresh what changed outside, and what is gone", async ({ desk, projectOf }) => {
    const project = await projectOf(`
      const a = new Note("a", { title: "one" });
      new Note("b", { title: "two" }, { dependsOn: a });`);
    await project.up();
    editTitle(desk, "note-1", "edited");
    desk.notes.delete("note-2");

    expect(await project.run(["refresh", "--yes", "--skip-preview"])).toMatchObject({ exitCode: 0 });

    const { a, b } = await stepsOf(project);
    expect(a).toMatchObject({ op: "update", detailedDiff: { title: { kind: "update" } } });
    expect(b).toMatchObject({ op: "create" });
  });

  it("reads a watched resource before each preview, so that drift shows without a refresh", async ({
    desk,
    projectOf,
  }) => {
    const project = await projectOf(`new WatchedNote("w", { title: "one" });`);
    await project.up();
    editTitle(desk, "note-1", "edited");

    const { all } = await project.preview("--diff");

    expect(all).toMatch(/~ title: "edited" => "one"/);
    expect(callsOf(desk).at(-1)).toBe("read note-1");
  });

  it("imports by id or by a path that ends in it, inputs and secrets with it", async ({ desk, projectOf }) => {
    const project = await projectOf("");
    const inputs = { title: "old", region: "eu", env: { KEY: canary }, behave: "well" } as const;
    desk.notes.set("note-77", { inputs, revision: 3, well: true });

    const imported = await project.run([
      "import",
      "notes:index:Note",
      "mine",
      "desk/note-77",
      "--yes",
      "--generate-code=false",
    ]);
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(leaks(await project.stateText())).toEqual([]);
    expect(await project.stateText()).toContain('"id": "note-77"');

    await project.write(programOf(`new Note("mine", { title: "old", env: { KEY: "${canary}" } }, { protect: true });`));
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("leaves alone what ignoreChanges names, and replaces in the order that the resource says, also for the program's options", async ({
    desk,
    projectOf,
  }) => {
    const program = (value: string, region: string, columns: number) => `
      new Note("ignoring", { title: "${value}", env: { A: "${value}", B: "same" }, layout: { columns: ${columns} } },
        { ignoreChanges: ["env.A", "layout.*"] });
      new Note("moved", { title: "moved", region: "${region}" });
      new WatchedNote("watched", { title: "watched", region: "${region}" });
      new WatchedNote("asked", { title: "asked-${value}" }, { replaceOnChanges: ["title"] });`;
    const project = await projectOf(program("one", "eu", 1));
    await project.up();
    await project.write(programOf(program("two", "us", 2)));
    const ids = Object.fromEntries([...desk.notes].map(([id, { inputs }]) => [inputs.title, id]));
    desk.calls.length = 0;

    const steps = await stepsOf(project);
    expect(Object.keys(steps.ignoring?.detailedDiff ?? {})).toEqual(["title"]);
    expect(steps.moved).toMatchObject({ detailedDiff: { region: { kind: "update-replace" } } });
    expect(await project.up()).toMatchObject({ exitCode: 0 });

    expect(desk.notes.get(ids.one ?? "")?.inputs).toMatchObject({
      title: "two",
      env: { A: "one" },
      layout: { columns: 1 },
    });
    const order = (name: string, id: string | undefined) =>
      callsOf(desk).filter((call) => call === `create ${name}` || call === `delete ${id}`);
    expect(order("moved", ids.moved)).toEqual(["create moved", `delete ${ids.moved}`]);
    expect(order("watched", ids.watched)).toEqual([`delete ${ids.watched}`, "create watched"]);
    expect(order("asked", ids["asked-one"])).toEqual([`delete ${ids["asked-one"]}`, "create asked"]);
  });
});
