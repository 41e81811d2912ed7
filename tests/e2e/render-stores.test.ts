import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Edge } from "../../rehearsal/core/edge.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { type RenderWorld, startRender } from "../../rehearsal/render/render.ts";
import { eventually } from "../support/eventually.ts";
import { sampled } from "../support/matrix.ts";
import type { PulumiProject, Run } from "./support/pulumi.ts";
import { OWNER, projectAt, providerFolder } from "./support/render-project.ts";

const SECRET = "seeded+secret/value-7f3a";

const declared = {
  KeyValue: { name: "twin-brains-queue", ownerId: OWNER, maxmemoryPolicy: "noeviction" },
  Postgres: {
    ...{ name: "twin-brains", ownerId: OWNER, plan: "basic_256mb", version: "17" },
    ...{ databaseName: "twin", databaseUser: "brains" },
  },
  EnvGroup: { name: "twin-brains-shared", ownerId: OWNER, env: { TOKEN: SECRET, LOG_LEVEL: "info" } },
};
const files = { KeyValue: "key-value", Postgres: "postgres", EnvGroup: "env-group" };
type Kind = keyof typeof declared;
type Changes = Partial<Record<Kind, object>>;

/** A stack with one resource of each of these kinds, called as the kind, and what they tell exported. */
const program = (kinds: readonly Kind[], changes: Changes = {}, opts: (kind: Kind) => object = () => ({})) =>
  kinds
    .map(
      (kind) => `
  import { ${kind} } from ${JSON.stringify(`${providerFolder}/sdk/${files[kind]}.ts`)};
  const it${kind} = new ${kind}("${kind}", ${JSON.stringify({ ...declared[kind], ...changes[kind] })}, ${JSON.stringify(opts(kind))});
  export const { connectionString: ${kind}Address, envGroupId: ${kind}Id } = it${kind};
`,
    )
    .join("");

let render: RenderWorld;
let project: PulumiProject;
const open: PulumiProject[] = [];

async function stack(text: string): Promise<PulumiProject> {
  const made = await projectAt(render, text);
  open.push(made);
  return made;
}
const stores = (kind: Kind) => {
  const { keyValues, postgres, envGroups } = render.state;
  return [...{ KeyValue: keyValues, Postgres: postgres, EnvGroup: envGroups }[kind].values()];
};
const urn = (kind: Kind) => `urn:pulumi:test::tested::render:index:${kind}::${kind}`;
const outputs = async (...more: readonly string[]) =>
  (await project.json(["stack", "output", "--json", ...more])) as Record<string, string>;

async function startWorld(deployMs: number): Promise<void> {
  const clock = new Clock();
  const git = new Git(() => clock.now());
  render = await startRender({ clock, edge: new Edge(), git, deployMs, owners: [OWNER] });
}
beforeEach(() => startWorld(10));
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.remove()));
  await render.close();
});

/** Runs a command that has to succeed. */
async function done(running: Promise<Run>): Promise<Run> {
  const run = await running;
  expect(run.exitCode, run.all).toBe(0);
  return run;
}

it("S1.1 S1.9 stores and an env group live their whole life: create, no change, update, import, delete in two steps", async () => {
  const kinds = ["KeyValue", "Postgres", "EnvGroup"] as const;
  const guarded = ["KeyValue", "Postgres"] as const;
  project = await stack(program(kinds));
  const runs = [await done(project.up())];
  const ids = Object.fromEntries(kinds.map((kind) => [kind, stores(kind)[0]?.id ?? ""]));
  for (const kind of guarded)
    expect(stores(kind)).toMatchObject([{ name: declared[kind].name, status: "available", ipAllowList: [] }]);
  runs.push(await done(project.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"])));
  runs.push(await done(project.up("--expect-no-changes")));
  const [shown, hidden] = [await outputs("--show-secrets"), await outputs()];
  for (const kind of guarded) {
    expect(shown[`${kind}Address`]).toContain(ids[kind]);
    expect(hidden[`${kind}Address`]).toBe("[secret]");
  }
  expect(hidden.EnvGroupId).toBe(ids.EnvGroup);

  const changes = {
    KeyValue: { plan: "pro", name: "renamed-queue" },
    Postgres: { plan: "pro", name: "renamed" },
    EnvGroup: {
      env: { TOKEN: SECRET, LOG_LEVEL: "debug-7f3a" },
      secretFiles: { "key.json": `{"k":"${SECRET}"}` },
    },
  };
  await project.write(program(kinds, changes));
  const changed = await done(project.up("--diff"));
  runs.push(changed);
  expect(changed.all).toMatch(/~ plan/);
  expect(changed.all).toMatch(/~ env\s*: \{\s*~ LOG_LEVEL\s*: \[secret\] => \[secret\]/);
  for (const kind of guarded) expect(stores(kind)).toMatchObject([{ id: ids[kind], ...changes[kind] }]);
  expect(stores("EnvGroup")).toMatchObject([{ id: ids.EnvGroup, env: new Map(Object.entries(changes.EnvGroup.env)) }]);

  const other = await stack(program(kinds, changes, () => ({ protect: true })));
  const named = kinds.map((kind) => ({ type: `render:index:${kind}`, name: kind, id: ids[kind] }));
  await writeFile(join(other.folder, "import.json"), JSON.stringify({ resources: named }));
  runs.push(await done(other.run(["import", "--file", "import.json", "--yes", "--skip-preview"])));
  const after = await done(other.preview("--diff"));
  expect(after.all).toMatch(/Resources:\n\s+4 unchanged/);
  const adopting = await stack(program(kinds, changes, (kind) => ({ import: ids[kind] })));
  const adopted = await done(adopting.preview());
  expect(adopted.all).toContain("= 3 to import");
  expect(adopted.all).not.toContain("to update");
  runs.push(after, adopted);

  // Taking a store out of the program is not enough.
  await project.write(program(["EnvGroup"], changes));
  const refused = await project.up();
  expect(refused.exitCode).not.toBe(0);
  expect(refused.all).toContain("RENDER_STORE_KEPT");
  expect(guarded.flatMap(stores)).toHaveLength(2);
  const allowed = Object.fromEntries(guarded.map((kind) => [kind, { ...changes[kind], allowDestroy: true }]));
  await project.write(program(kinds, { ...changes, ...allowed }));
  runs.push(refused, await done(project.up()));
  const passwords = guarded.flatMap(stores).map((store) => ("password" in store ? store.password : ""));
  expect(passwords.every((password) => password.length > 8)).toBe(true);
  const states = [await other.stateText(), await project.stateText()];
  await project.write("");
  runs.push(await done(project.up()));
  expect(kinds.flatMap(stores)).toEqual([]);

  for (const text of [...runs.map(({ all }) => all), ...states])
    for (const secret of [...passwords, SECRET, "debug-7f3a"]) expect(text).not.toContain(secret);
});

// Both kinds are made by one maker; what only guards them is run with one.
describe.each(sampled(["KeyValue", "Postgres"] as const, 1))("%s", (kind) => {
  beforeEach(async () => {
    project = await stack(program([kind]));
  });

  it("is refused to be replaced or deleted: in the preview, by destroy, and by hand", async () => {
    await done(project.up());
    const before = stores(kind)[0]?.id;
    await project.write(program([kind], { [kind]: { region: "frankfurt" } }));
    const replaced = await project.preview();
    expect(replaced.exitCode).not.toBe(0);
    expect(replaced.all).toContain("RENDER_STORE_FIXED: region");
    expect(replaced.all).toContain("docs/stores.md");

    await project.write(program([kind]));
    const forced = await project.up("--replace", urn(kind));
    expect(forced.exitCode).not.toBe(0);
    expect(forced.all).toContain("RENDER_NAME_TAKEN");
    const destroyed = await project.run(["destroy", "--yes", "--skip-preview"]);
    expect(destroyed.exitCode).not.toBe(0);
    expect(destroyed.all).toContain("RENDER_STORE_KEPT");

    await project.write(program([kind], {}, () => ({ protect: true })));
    await done(project.up());
    await project.write("");
    const preview = await project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.all).toMatch(/protected/);
    expect(stores(kind).map(({ id }) => id)).toEqual([before]);
  });

  it("is never made twice when the engine was killed in the middle of its creation", async () => {
    await render.close();
    await startWorld(1500);
    const env = { RENDER_BASE_URL: render.url };
    const killed = project.start(["up", "--yes", "--skip-preview"], env);
    await eventually(() => expect(stores(kind)).toHaveLength(1));
    killed.kill("SIGKILL");
    await killed;

    await project.run(["cancel", "--yes"]);
    await done(project.run(["up", "--yes", "--skip-preview"], env));
    expect(stores(kind)).toMatchObject([{ name: declared[kind].name }]);
    expect(await project.stateText()).toContain(stores(kind)[0]?.id);
  });
});
