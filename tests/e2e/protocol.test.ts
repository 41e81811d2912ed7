import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { programOf } from "./protocol/notes.ts";
import { callsOf, canary, editTitle, it, leaks, stepsOf } from "./protocol/with-notes.ts";

describe("a resource on the protocol, with the real engine", () => {
  it("makes, then finds nothing to change, shows what a change touches, and applies exactly that", async ({
    desk,
    projectOf,
  }) => {
    const program = (title: string, value: string) =>
      `new Note("a", { title: "${title}", env: { A: "${value}", "b.c": "same" }, layout: { columns: 2, tags: ["x"] } });`;
    const project = await projectOf(program("one", "aaaa1"));

    expect(await project.up()).toMatchObject({ exitCode: 0 });
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });

    await project.write(programOf(program("two", "aaaa2")));
    const diff = await project.preview("--diff");
    expect(diff.all).toMatch(/~ A *: \[secret\] => \[secret\]/);
    expect(diff.all).toMatch(/~ title: "one" => "two"/);
    const { a: step } = await stepsOf(project);
    expect(step?.detailedDiff).toMatchObject({ "env.A": { kind: "update" }, title: { kind: "update" } });
    expect(Object.keys(step?.detailedDiff ?? {})).toHaveLength(2);

    expect(await project.up()).toMatchObject({ exitCode: 0 });
    expect(callsOf(desk)).toEqual(["create a", "update note-1 env.A,title"]);
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
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

  it("applies a saved plan", async ({ projectOf }) => {
    const project = await projectOf(`new Note("a", { title: "one", password: "${canary}" });`);
    const plan = join(project.folder, "plan.json");

    expect(await project.preview("--save-plan", plan)).toMatchObject({ exitCode: 0 });
    expect(await project.up("--plan", plan)).toMatchObject({ exitCode: 0 });
    expect(leaks(await readFile(plan, "utf8"))).toEqual([]);
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

  it("leaves alone what ignoreChanges names, below the top and by wildcard", async ({ desk, projectOf }) => {
    const program = (value: string, columns: number) => `
      new Note("a", { title: "${value}", env: { A: "${value}", B: "same" }, layout: { columns: ${columns} } },
        { ignoreChanges: ["env.A", "layout.*"] });`;
    const project = await projectOf(program("one", 1));
    await project.up();
    await project.write(programOf(program("two", 2)));

    const { a: step } = await stepsOf(project);
    await project.up();

    expect(Object.keys(step?.detailedDiff ?? {})).toEqual(["title"]);
    expect(desk.notes.get("note-1")?.inputs).toMatchObject({ title: "two", env: { A: "one" }, layout: { columns: 1 } });
  });

  it("replaces: the new one first, or the old one first where the resource says so", async ({ desk, projectOf }) => {
    const program = (region: string) => `
      new Note("a", { title: "one", region: "${region}" });
      new WatchedNote("w", { title: "two", region: "${region}" }, { dependsOn: [] });`;
    const project = await projectOf(program("eu"));
    await project.up();
    await project.write(programOf(program("us")));
    const [idOfA, idOfW] = [...desk.notes].map(([id, { inputs }]) => [inputs.title, id] as const).toSorted();
    desk.calls.length = 0;

    expect((await stepsOf(project)).a).toMatchObject({ detailedDiff: { region: { kind: "update-replace" } } });
    expect(await project.up()).toMatchObject({ exitCode: 0 });

    const order = (name: string, id: string | undefined) =>
      callsOf(desk).filter((call) => call === `create ${name}` || call === `delete ${id}`);
    expect(order("a", idOfA?.[1])).toEqual(["create a", `delete ${idOfA?.[1]}`]);
    expect(order("w", idOfW?.[1])).toEqual([`delete ${idOfW?.[1]}`, "create w"]);
  });

  it("deletes first where the resource says so also when only the program's options replace", async ({
    desk,
    projectOf,
  }) => {
    const program = (title: string) => `new WatchedNote("w", { title: "${title}" }, { replaceOnChanges: ["title"] });`;
    const project = await projectOf(program("one"));
    await project.up();
    await project.write(programOf(program("two")));

    expect(await project.up()).toMatchObject({ exitCode: 0 });

    const order = callsOf(desk).filter((call) => !call.startsWith("read"));
    expect(order).toEqual(["create w", "delete note-1", "create w"]);
  });

  it("shows what a resource logs under its diagnostics", async ({ projectOf }) => {
    const project = await projectOf(`new Note("a", { title: "one" });`);

    const { all } = await project.up();

    expect(all).toMatch(/Diagnostics:\n\s+notes:index:Note \(a\):\n\s+written in\n\s+two lines with no password/);
    expect(all).toContain("writing one");
  });
});
