import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Edge } from "../../rehearsal/core/edge.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { type RenderWorld, startRender } from "../../rehearsal/render/render.ts";
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

/** A stack with one resource, called `it`, and what it tells exported. */
const program = (kind: Kind, changes: object = {}, opts: object = {}) => `
  import { ${kind} } from ${JSON.stringify(`${providerFolder}/sdk/${files[kind]}.ts`)};
  const it = new ${kind}("it", ${JSON.stringify({ ...declared[kind], ...changes })}, ${JSON.stringify(opts)});
  export const { connectionString, status, envGroupId } = it;
`;

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
const urn = (kind: Kind) => `urn:pulumi:test::tested::render:index:${kind}::it`;
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

describe.each(["KeyValue", "Postgres"] as const)("%s", (kind) => {
  // Both kinds are made by one maker; what only guards them is run with one.
  const guarded = it.skipIf(!sampled(["KeyValue", "Postgres"], 1).includes(kind));
  beforeEach(async () => {
    project = await stack(program(kind));
  });
  const passwordOf = () => {
    const [store] = stores(kind);
    if (!store || !("password" in store)) throw new Error("there is no store");
    return store.password;
  };

  it("S1.1 lives its whole life: create, no change, update, refresh, import, delete in two steps", async () => {
    const runs = [await done(project.up())];
    const [store] = stores(kind);
    expect(stores(kind)).toMatchObject([{ name: declared[kind].name, status: "available", ipAllowList: [] }]);
    for (const args of [
      ["refresh", "--yes"],
      ["up", "--yes"],
    ] as const)
      runs.push(await done(project.run([...args, "--expect-no-changes"])));
    expect((await outputs("--show-secrets")).connectionString).toContain(store?.id);
    expect((await outputs()).connectionString).toBe("[secret]");

    await project.write(program(kind, { plan: "pro", name: "renamed" }));
    const changed = await done(project.up("--diff"));
    expect(changed.all).toMatch(/~ plan/);
    expect(stores(kind)).toMatchObject([{ id: store?.id, plan: "pro", name: "renamed" }]);

    const other = await stack(program(kind, { plan: "pro", name: "renamed" }, { protect: true }));
    runs.push(changed, await done(other.run(["import", `render:index:${kind}`, "it", store?.id ?? "", "--yes"])));
    const after = await done(other.preview("--diff"));
    expect(after.all).toMatch(/Resources:\n\s+2 unchanged/);

    const adopting = await stack(program(kind, { plan: "pro", name: "renamed" }, { import: store?.id }));
    expect((await done(adopting.preview())).all).toContain("= 1 to import");
    runs.push(await done(adopting.up()), await done(adopting.preview("--expect-no-changes")));

    // Taking it out of the program is not enough.
    await project.write("");
    const refused = await project.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.all).toContain("RENDER_STORE_KEPT");
    expect(stores(kind)).toHaveLength(1);
    await project.write(program(kind, { plan: "pro", name: "renamed", allowDestroy: true }));
    runs.push(refused, await done(project.up()));
    const secret = passwordOf();
    const states = [await other.stateText(), await adopting.stateText(), await project.stateText()];
    await project.write("");
    runs.push(await done(project.up()));
    expect(stores(kind)).toEqual([]);

    for (const text of [...runs.map(({ all }) => all), after.all, ...states]) expect(text).not.toContain(secret);
  });

  guarded("is refused to be replaced in the preview, and nothing is lost when it is asked for by hand", async () => {
    await done(project.up());
    const before = structuredClone(stores(kind)[0]?.id);
    await project.write(program(kind, { region: "frankfurt" }));
    for (const run of [await project.preview(), await project.up()]) {
      expect(run.exitCode).not.toBe(0);
      expect(run.all).toContain("RENDER_STORE_FIXED: region");
      expect(run.all).toContain("docs/stores.md");
    }

    await project.write(program(kind));
    const forced = await project.up("--replace", urn(kind));
    expect(forced.exitCode).not.toBe(0);
    expect(forced.all).toContain("RENDER_NAME_TAKEN");
    expect(stores(kind).map(({ id }) => id)).toEqual([before]);
    await done(project.preview("--expect-no-changes"));
  });

  guarded("is refused to be deleted in the preview where it is protected, and by destroy where it is not", async () => {
    await done(project.up());
    const destroyed = await project.run(["destroy", "--yes"]);
    expect(destroyed.exitCode).not.toBe(0);
    expect(destroyed.all).toContain("RENDER_STORE_KEPT");

    await project.write(program(kind, {}, { protect: true }));
    await done(project.up());
    await project.write("");
    const preview = await project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.all).toMatch(/protected/);
    expect(stores(kind)).toHaveLength(1);
  });

  guarded("is never made twice when the engine was killed in the middle of its creation", async () => {
    await render.close();
    await startWorld(1500);
    const env = { RENDER_BASE_URL: render.url };
    const killed = project.start(["up", "--yes", "--skip-preview"], env);
    await vi.waitFor(() => expect(stores(kind)).toHaveLength(1), { timeout: 30_000 });
    killed.kill("SIGKILL");
    await killed;

    await project.run(["cancel", "--yes"]);
    await done(project.run(["up", "--yes", "--skip-preview"], env));
    expect(stores(kind)).toMatchObject([{ name: declared[kind].name }]);
    expect(await project.stateText()).toContain(stores(kind)[0]?.id);
  });
});

it("S1.9 an env group lives its whole life, key by key, and shows none of its values", async () => {
  project = await stack(program("EnvGroup"));
  const runs = [await done(project.up())];
  const [group] = stores("EnvGroup");
  expect((await outputs()).envGroupId).toBe(group?.id);
  for (const args of [
    ["refresh", "--yes"],
    ["up", "--yes"],
  ] as const)
    runs.push(await done(project.run([...args, "--expect-no-changes"])));

  const changed = { env: { TOKEN: SECRET, LOG_LEVEL: "debug-7f3a" }, secretFiles: { "key.json": `{"k":"${SECRET}"}` } };
  await project.write(program("EnvGroup", changed));
  const preview = await done(project.preview("--diff"));
  expect(preview.all).toMatch(/~ env\s*: \{\s*~ LOG_LEVEL\s*: \[secret\] => \[secret\]/);
  runs.push(preview, await done(project.up()));
  expect(stores("EnvGroup")).toMatchObject([{ id: group?.id, env: new Map(Object.entries(changed.env)) }]);

  const other = await stack(program("EnvGroup", changed, { protect: true }));
  runs.push(await done(other.run(["import", "render:index:EnvGroup", "it", group?.id ?? "", "--yes"])));
  const after = await done(other.preview("--diff"));
  expect(after.all).toMatch(/Resources:\n\s+2 unchanged/);

  const states = [await other.stateText(), await project.stateText()];
  runs.push(after, await done(project.run(["destroy", "--yes"])));
  expect(stores("EnvGroup")).toEqual([]);
  for (const text of [...runs.map(({ all }) => all), ...states]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain("debug-7f3a");
  }
});
