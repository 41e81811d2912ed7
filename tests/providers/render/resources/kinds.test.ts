import { beforeEach, describe, expect, it } from "vitest";
import { cronProgram, type Program, type Stack, startWorld, type World, workerProgram } from "../support/world.ts";

const nothing = { changes: [], unknown: [] };
const paths = (changes: readonly { path: string }[]) => changes.map(({ path }) => path);

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const everything = {
  ...{ branch: "main", rootDir: "backend", plan: "standard", region: "frankfurt", autoDeployTrigger: "checksPass" },
  buildFilter: { paths: ["backend/**"] },
  secretFiles: { "key.pem": "line 1\nline 2\n" },
  suspended: false,
};
const kinds: { kind: string; stack: () => Stack; given: Program; full: Program; prefix: string; type: string }[] = [
  {
    ...{ kind: "worker", prefix: "srv", type: "background_worker", given: workerProgram },
    stack: () => world.worker(),
    full: {
      ...{ ...workerProgram, ...everything, numInstances: 2, maxShutdownDelaySeconds: 60 },
      ...{ preDeployCommand: "alembic upgrade head", previewGeneration: "manual" },
    },
  },
  {
    ...{ kind: "cron job", prefix: "crn", type: "cron_job", given: cronProgram },
    stack: () => world.cron(),
    full: { ...cronProgram, ...everything },
  },
];

describe.each(kinds)("a $kind", ({ stack: make, given, full, prefix, type }) => {
  it("S1.1 is created with the members of its kind only and done when its own deploy is live", async () => {
    const stack = make();
    const state = await stack.up(given);
    expect(stack.id).toMatch(new RegExp(`^${prefix}-`));
    expect(state).toMatchObject({ serviceId: stack.id, deployStatus: "live", suspended: false });
    expect(state).not.toHaveProperty("url");
    const body = world.sent.find(({ method, path }) => method === "POST" && path === "/services")?.body as {
      serviceDetails: object;
    };
    expect(body).toMatchObject({ type, name: given.name });
    expect(body.serviceDetails).not.toHaveProperty("healthCheckPath");
    expect("numInstances" in body.serviceDetails).toBe(type !== "cron_job");
  });

  it.each([
    ["what a program must give", () => given],
    ["every input", () => full],
  ])("shows no change after up, refresh and import (%s)", async (_what, program) => {
    const stack = make();
    await stack.up(program());
    expect(stack.preview(program())).toEqual(nothing);
    await stack.refresh();
    expect(stack.preview(program())).toEqual(nothing);
    const imported = make();
    await imported.import(stack.id ?? "");
    expect(imported.preview(program())).toEqual(nothing);
    expect(imported.state).toEqual(stack.state);
  });

  it("is updated key by key with one deploy, and deleted", async () => {
    const stack = make();
    const { deployId } = await stack.up(given);
    const changed = { ...given, env: { ...given.env, DEV_MODE: "true" } };
    expect(stack.preview(changed)).toEqual({
      changes: [{ path: "env.DEV_MODE", kind: "update" }],
      unknown: ["deployId", "deployStatus", "commitId"],
    });
    world.sent.length = 0;
    const state = await stack.up(changed);
    expect(state.deployId).not.toBe(deployId);
    expect(world.writes()).toEqual([
      `PUT /services/${stack.id}/env-vars/DEV_MODE`,
      `POST /services/${stack.id}/deploys`,
    ]);
    await stack.destroy();
    expect([...world.render.state.services.values()]).toEqual([]);
  });

  it("replaces for region and workspace only", async () => {
    const stack = make();
    await stack.up(given);
    const replacing = (more: object) => stack.preview({ ...given, ...more }).changes.filter(({ replace }) => replace);
    expect(paths(replacing({ region: "ohio" }))).toEqual(["region"]);
    expect(paths(replacing({ ownerId: "tea-other" }))).toEqual(["ownerId"]);
    expect(replacing({ plan: "pro", branch: "next", name: "renamed", dockerCommand: "python -m other" })).toEqual([]);
  });

  it("refuses the id of another kind and a free plan", async () => {
    const other = type === "cron_job" ? world.worker() : world.cron();
    await other.up(type === "cron_job" ? workerProgram : cronProgram);
    await expect(make().import(other.id ?? "")).rejects.toThrow("RENDER_NOT_A_SERVICE_ID");
    expect(() => make().preview({ ...given, plan: "free" })).toThrow();
  });

  it("is never taken over when somebody else's has its name", async () => {
    const { region: _region, ...body } = { region: "oregon" };
    await world.client.services.create(
      {
        ...{ ...body, type: "private_service", name: given.name, ownerId: given.ownerId, repo: given.repo },
        serviceDetails: { runtime: "docker" },
      },
      [],
    );
    const stack = make();
    await expect(stack.up(given)).rejects.toThrow(/RENDER_NAME_TAKEN: .*it was not made by Pulumi/);
    expect(stack.id).toBeUndefined();
  });
});

it("patches a cron job's schedule without a deploy", async () => {
  const stack = world.cron();
  await stack.up(cronProgram);
  world.sent.length = 0;
  expect(stack.preview({ ...cronProgram, schedule: "0 3 * * *" })).toEqual({
    changes: [{ path: "schedule", kind: "update" }],
    unknown: [],
  });
  await stack.up({ ...cronProgram, schedule: "0 3 * * *" });
  expect(world.writes()).toEqual([`PATCH /services/${stack.id}`]);
  expect(world.render.state.services.get(stack.id ?? "")?.settings.schedule).toBe("0 3 * * *");
});

it("takes a schedule with other spaces for the same", async () => {
  const stack = world.cron();
  await stack.up(cronProgram);
  expect(stack.preview({ ...cronProgram, schedule: "*/15  * * * * " })).toEqual(nothing);
});

it("refuses a schedule that has not five fields", () => {
  expect(() => world.cron().preview({ ...cronProgram, schedule: "@hourly" })).toThrow();
});
