import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningServer, startServer } from "../../providers/protocol/serve.ts";
import { Desk, notesProvider, programOf } from "./protocol/notes.ts";
import { PulumiProject } from "./support/pulumi.ts";
import { descendants } from "./support/world.ts";

const plugin = fileURLToPath(new URL("./protocol/plugin", import.meta.url));
const canary = "canary+hunter/2222";
const canaryForms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64").replace(/=+$/, "")];

/** The parts of a previewed step that these tests look at. */
interface Step {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: { readonly [path: string]: { readonly kind: string } } | null;
}

describe("a provider on the protocol, with the real engine", () => {
  let desk: Desk;
  let server: RunningServer;
  const projects: PulumiProject[] = [];

  beforeEach(async () => {
    desk = new Desk();
    server = await startServer(notesProvider(desk));
  });
  afterEach(async () => {
    await Promise.all(projects.splice(0).map((project) => project.remove()));
    await server.close();
  });

  const projectOf = async (
    body: string,
    options: { settings?: { [key: string]: unknown }; attached?: boolean } = {},
  ) => {
    const { settings = {}, attached = true } = options;
    const attach = attached ? { notes: server.port } : {};
    const project = await PulumiProject.create({ program: programOf(body), attach, settings });
    projects.push(project);
    return project;
  };
  const stepsOf = async (project: PulumiProject): Promise<{ [name: string]: Step | undefined }> => {
    const { steps } = (await project.json(["preview", "--json"])) as { steps: Step[] };
    return Object.fromEntries(steps.map((step) => [step.urn.split("::").at(-1), step]));
  };
  const calls = () => desk.calls.filter((call) => !call.startsWith("configure"));

  it("makes, then finds nothing to change, shows what a change touches, and applies exactly that", async () => {
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
    expect(calls()).toEqual(["create a", "update note-1 env.A,title"]);
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("previews with unknown inputs, and knows what an update leaves as it is", async () => {
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

  it("applies a saved plan", async () => {
    const project = await projectOf(`new Note("a", { title: "one", password: "${canary}" });`);
    const plan = join(project.folder, "plan.json");

    expect(await project.preview("--save-plan", plan)).toMatchObject({ exitCode: 0 });
    expect(await project.up("--plan", plan)).toMatchObject({ exitCode: 0 });
    expect(leaks(await readFile(plan, "utf8"))).toEqual([]);
  });

  it("leaves no secret in clear: state, preview, update, diagnostics", async () => {
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

  it("refuses wrong inputs all at once, and shows values but no secrets", async () => {
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
    expect(calls()).toEqual([]);
  });

  it("tells a user's mistake without a stack and a bug as a bug, and keeps nothing of either", async () => {
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

  it("keeps what was half made, says why, and updates it the next time, however large it is", async () => {
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
    expect(calls()).toEqual(["create a", "read note-1", "update note-1 behave"]);
    expect(desk.notes.size).toBe(1);
  });

  it("finds on refresh what changed outside, and what is gone", async () => {
    const project = await projectOf(`
      const a = new Note("a", { title: "one" });
      new Note("b", { title: "two" }, { dependsOn: a });`);
    await project.up();
    const note = desk.notes.get("note-1");
    desk.notes.set("note-1", { inputs: { ...inputsOf(note), title: "edited" }, revision: 5, well: true });
    desk.notes.delete("note-2");

    expect(await project.run(["refresh", "--yes", "--skip-preview"])).toMatchObject({ exitCode: 0 });

    const { a, b } = await stepsOf(project);
    expect(a).toMatchObject({ op: "update", detailedDiff: { title: { kind: "update" } } });
    expect(b).toMatchObject({ op: "create" });
  });

  it("reads a watched resource before each preview, so that drift shows without a refresh", async () => {
    const project = await projectOf(`new WatchedNote("w", { title: "one" });`);
    await project.up();
    const note = desk.notes.get("note-1");
    desk.notes.set("note-1", { inputs: { ...inputsOf(note), title: "edited" }, revision: 5, well: true });

    const { all } = await project.preview("--diff");

    expect(all).toMatch(/~ title: "edited" => "one"/);
    expect(calls().at(-1)).toBe("read note-1");
  });

  it("imports by id, inputs and secrets with it", async () => {
    const project = await projectOf("");
    const inputs = { title: "old", region: "eu", env: { KEY: canary }, behave: "well" } as const;
    desk.notes.set("note-77", { inputs, revision: 3, well: true });

    const imported = await project.run([
      "import",
      "notes:index:Note",
      "mine",
      "note-77",
      "--yes",
      "--generate-code=false",
    ]);
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(leaks(await project.stateText())).toEqual([]);

    await project.write(programOf(`new Note("mine", { title: "old", env: { KEY: "${canary}" } }, { protect: true });`));
    expect(await project.preview("--expect-no-changes")).toMatchObject({ exitCode: 0 });
  });

  it("leaves alone what ignoreChanges names, below the top and by wildcard", async () => {
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

  it("replaces: the new one first, or the old one first where the resource says so", async () => {
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
      calls().filter((call) => call === `create ${name}` || call === `delete ${id}`);
    expect(order("a", idOfA?.[1])).toEqual(["create a", `delete ${idOfA?.[1]}`]);
    expect(order("w", idOfW?.[1])).toEqual([`delete ${idOfW?.[1]}`, "create w"]);
  });

  it("shows what a resource logs under its diagnostics", async () => {
    const project = await projectOf(`new Note("a", { title: "one" });`);

    const { all } = await project.up();

    expect(all).toMatch(/Diagnostics:\n\s+notes:index:Note \(a\):\n\s+written in\n\s+two lines with no password/);
    expect(all).toContain("writing one");
  });

  it("stops at Ctrl-C, tells the resource, and the next run works", async () => {
    const project = await projectOf(`new Note("a", { title: "one", behave: "slow" });`);
    const running = project.start(["up", "--yes", "--skip-preview"]);
    await vi.waitFor(() => expect(desk.calls).toContain("waiting note-1"), { timeout: 30_000 });

    running.kill("SIGINT");

    const { exitCode, all } = await running;
    expect(exitCode).not.toBe(0);
    expect(all).toContain("create of a was cancelled");
    expect(desk.aborted).toBe(1);
    await project.write(programOf(`new Note("a", { title: "one" });`));
    expect(await project.up()).toMatchObject({ exitCode: 0 });
  });

  it("gives a create its time and no more", async () => {
    const project = await projectOf(
      `new Note("a", { title: "one", behave: "slow" }, { customTimeouts: { create: "1s" } });`,
    );

    const { exitCode, all } = await project.up();

    expect(exitCode).not.toBe(0);
    expect(all).toContain("create of a did not finish within 1 s");
  });

  it("serves two engines at once, each with its own configuration", async () => {
    const bodies = ["first", "second"].map((name) => `new Note("${name}", { title: "${name}", behave: "slow" });`);
    const [first, second] = await Promise.all(bodies.map((body) => projectOf(body)));
    if (!first || !second) throw new Error("no projects");
    await first.run(["config", "set", "notes:prefix", "first"]);
    await second.run(["config", "set", "notes:prefix", "second"]);

    const running = [first, second].map((project) => project.start(["up", "--yes", "--skip-preview"]));
    const waiting = () => desk.calls.filter((call) => call.startsWith("waiting"));
    await vi.waitFor(() => expect(waiting()).toHaveLength(2), { timeout: 30_000 });
    expect(desk.calls).toEqual(expect.arrayContaining(["configure first", "configure second"]));

    running[0]?.kill("SIGINT");
    expect((await running[0])?.all).toContain("create of first was cancelled");
    expect(desk.aborted).toBe(1);

    running[1]?.kill("SIGINT");
    expect((await running[1])?.all).toContain("create of second was cancelled");
  });

  describe("as an executable", () => {
    const settings = { plugins: { providers: [{ name: "notes", path: plugin }] } };

    it("is started, used and ended by the engine", async () => {
      const project = await projectOf(`new Note("a", { title: "one" });`, { settings, attached: false });

      expect(await project.up()).toMatchObject({ exitCode: 0 });
    });

    it("does not outlive a CLI that was killed", async () => {
      const project = await projectOf(`new Note("a", { title: "one", behave: "slow" });`, {
        settings,
        attached: false,
      });
      const running = project.start(["up", "--yes", "--skip-preview"]);
      const below = async () => (running.pid ? descendants(running.pid) : []);
      let plugins: number[] = [];
      await vi.waitFor(
        async () => {
          plugins = (await Promise.all((await below()).map(pluginAmong))).flat();
          expect(plugins).toHaveLength(1);
        },
        { timeout: 30_000, interval: 100 },
      );
      running.kill("SIGKILL");
      await running;

      await vi.waitFor(() => expect(plugins.filter(isAlive)).toEqual([]), { timeout: 5_000 });
    });

    it("gives a package schema that the engine accepts", async () => {
      const project = await projectOf("");

      const schema = await project.run(["package", "get-schema", plugin]);
      expect(schema.exitCode).toBe(0);
      expect(JSON.parse(schema.stdout)).toMatchObject({
        name: "notes",
        resources: { "notes:index:Note": { requiredInputs: ["title"] } },
      });
      const file = join(project.folder, "schema.json");
      await writeFile(file, schema.stdout);
      expect(await project.run(["schema", "check", file])).toMatchObject({ exitCode: 0 });
    });
  });
});

function leaks(text: string): string[] {
  return canaryForms.filter((form) => text.includes(form));
}

function inputsOf(note: { inputs: object } | undefined) {
  if (!note) throw new Error("the note was not made");
  return note.inputs as { title: string; region: "eu"; env: { [key: string]: string }; behave: "well" };
}

/** The process itself when it serves the notes. */
async function pluginAmong(pid: number): Promise<number[]> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes("pulumi-resource-notes") ? [pid] : [];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
