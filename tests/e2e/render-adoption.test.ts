import { expect, it } from "vitest";
import { sampled } from "../support/matrix.ts";
import { OWNER, providerFolder, REPO, renderProject } from "./support/render-project.ts";

const SECRET = "seeded+secret/value-7f3a";
const env = { JWT_SECRET: SECRET, DEV_MODE: "false" };
const inputs = { ownerId: OWNER, repo: REPO, branch: "main", rootDir: "backend", runtime: "python", env };
const commands = { buildCommand: "pip install -r requirements.txt" };
const kinds = [
  {
    ...{ class: "WebService", file: "web-service", type: "web_service" },
    inputs: { ...inputs, ...commands, name: "api", startCommand: "uvicorn main:app", healthCheckPath: "/health" },
  },
  {
    ...{ class: "BackgroundWorker", file: "background-worker", type: "background_worker" },
    inputs: { ...inputs, ...commands, name: "worker", startCommand: "python -m consumer", plan: "standard" },
  },
  {
    ...{ class: "CronJob", file: "cron-job", type: "cron_job" },
    inputs: { ...inputs, ...commands, name: "scheduler", startCommand: "python -m tidy", schedule: "*/15 * * * *" },
  },
];

/** The program that declares what exists, adopted by id, or without ids once it is. */
function program(ids: readonly string[] | undefined, changes: object = {}): string {
  return kinds
    .map(({ class: name, file, inputs }, index) => {
      const opts = ids ? { import: ids[index] } : {};
      return `
        import { ${name} } from ${JSON.stringify(`${providerFolder}/sdk/${file}.ts`)};
        new ${name}(${JSON.stringify(inputs.name)}, ${JSON.stringify({ ...inputs, ...changes })}, ${JSON.stringify(opts)});`;
    })
    .join("\n");
}

/** A web service, a worker and a cron job that somebody made by hand, each with its first deploy live. */
async function existing() {
  const world = await renderProject("");
  const ids: string[] = [];
  for (const { type, inputs } of kinds) {
    const {
      buildCommand,
      startCommand,
      healthCheckPath,
      schedule,
      plan,
      runtime,
      env: own,
      ...rest
    } = {
      ...{ healthCheckPath: undefined, schedule: undefined, plan: undefined },
      ...inputs,
    };
    const { service } = await world.api("POST", "/services", {
      ...{ ...rest, type, autoDeploy: "no", envVars: Object.entries(own).map(([key, value]) => ({ key, value })) },
      serviceDetails: { runtime, plan, healthCheckPath, schedule, envSpecificDetails: { buildCommand, startCommand } },
    });
    ids.push(service.id);
  }
  await world.render.settled();
  const { state } = world.render;
  const standing = () => ({
    deploys: [...state.deploys.values()].map(({ id, status }) => [id, status]),
    services: [...state.services.values()].map(({ id, env: own, settings }) => ({ id, settings, env: [...own] })),
  });
  return { ...world, ids, standing };
}

it("S1.1 adopts services by id: nothing is replaced or deployed, and the next preview has no change", async () => {
  const { project, ids, standing, render } = await existing();
  const before = standing();
  await project.write(program(ids));
  const preview = await project.preview();
  expect(preview.exitCode, preview.all).toBe(0);
  expect(preview.all).toContain("= 3 to import");

  const up = await project.up();
  expect(up.exitCode, up.all).toBe(0);
  expect(standing()).toEqual(before);
  expect(await project.stateText()).not.toContain(SECRET);

  const unchanged = async (...args: readonly string[]) => {
    const again = await project.run([...args, "--expect-no-changes"]);
    expect(again.exitCode, `${args.join(" ")}: ${again.all}`).toBe(0);
  };
  // In the next preview, after a refresh, and without the ids.
  await unchanged("refresh", "--yes", "--skip-preview");
  await project.write(program(undefined));
  await unchanged("preview");
  expect(standing()).toEqual(before);

  // An adopted service is changed like any other, with one deploy each and no marker.
  await project.write(program(undefined, { env: { ...env, DEV_MODE: "true" } }));
  const changed = await project.up();
  expect(changed.exitCode, changed.all).toBe(0);
  const { deploys, services } = standing();
  expect(deploys).toHaveLength(before.deploys.length + 3);
  expect(services.map(({ env: own }) => Object.fromEntries(own))).toEqual(
    ids.map(() => ({ ...env, DEV_MODE: "true" })),
  );
  expect(render.unknownRoutes()).toEqual([]);
});

it("S1.1 tells by path what differs from a service that is to be adopted, before anything happens", async () => {
  const { project, ids, standing } = await existing();
  const before = standing();
  await project.write(program(ids, { rootDir: "api", env: { ...env, DEV_MODE: "true" } }));

  // The engine adopts and then updates; the preview shows both.
  const preview = await project.preview("--diff");
  expect(preview.all).toContain("= 3 to import");
  expect(preview.all).toContain("~ 3 to update");
  expect(preview.all).toMatch(/~ rootDir\s*: "backend" => "api"/);
  expect(preview.all).toMatch(/~ env\s*: \{\s*~ DEV_MODE\s*: \[secret\] => \[secret\]/);
  expect(preview.all).not.toContain(SECRET);
  expect(standing()).toEqual(before);
});

it("S1.1 refuses already in preview to adopt a service that would have to be replaced", async () => {
  const { project, ids, standing } = await existing();
  const before = standing();
  await project.write(program(ids, { region: "frankfurt" }));

  const preview = await project.preview();
  expect(preview.exitCode).not.toBe(0);
  expect(preview.all).toContain("unable to replace resource");
  expect(preview.all).toContain("region: {oregon} => {frankfurt}");
  expect(standing()).toEqual(before);
});

it.each(
  sampled(
    kinds.map((kind, index) => ({ ...kind, index })),
    1,
  ),
)(
  "S1.1 `pulumi import` takes a $class by its id, protected and without a change",
  async ({ class: name, index, inputs: { name: label } }) => {
    const { project, ids, standing } = await existing();
    const before = standing();
    const imported = await project.run(["import", `render:index:${name}`, label, ids[index] ?? "", "--yes"]);
    expect(imported.exitCode, imported.all).toBe(0);
    expect(standing()).toEqual(before);
    const state = await project.stateText();
    expect(state).toContain(ids[index]);
    expect(state).not.toContain(SECRET);
    const refreshed = await project.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
    expect(refreshed.exitCode, refreshed.all).toBe(0);
  },
);

it("S1.1 refuses to adopt a service that is not there", async () => {
  const { project, ids } = await existing();
  await project.write(program(["srv-0123456789abcdefghij", ids[1] ?? "", ids[2] ?? ""]));
  const preview = await project.preview();
  expect(preview.exitCode).not.toBe(0);
  expect(preview.all).toMatch(/srv-0123456789abcdefghij.* does not exist/);
});

it("S1.1 refuses to adopt a service as another kind", async () => {
  const { project, ids } = await existing();
  await project.write(program([ids[1] ?? "", ids[0] ?? "", ids[2] ?? ""]));
  const preview = await project.preview();
  expect(preview.exitCode).not.toBe(0);
  expect(preview.all).toMatch(/RENDER_OTHER_KIND: service srv-\w+ is a (background_worker|web_service)/);
});
