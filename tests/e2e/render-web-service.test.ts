import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Edge } from "../../rehearsal/core/edge.ts";
import { Faults } from "../../rehearsal/core/faults.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { type RenderWorld, startRender } from "../../rehearsal/render/render.ts";
import type { PulumiProject } from "./support/pulumi.ts";
import { OWNER, projectAt, providerFolder, REPO } from "./support/render-project.ts";

const SECRET = "seeded+secret/value-7f3a";

const DECLARED = { name: "twin-brains-api", ownerId: OWNER, repo: REPO, runtime: "docker", healthCheckPath: "/health" };
/** A stack with one service; `env` is plain on purpose: the provider makes it secret. */
const program = (changes: object = {}, opts: object = {}) => `
  import { WebService } from ${JSON.stringify(`${providerFolder}/sdk/web-service.ts`)};
  const api = new WebService("api", ${JSON.stringify({ ...DECLARED, env: { JWT_SECRET: SECRET, DEV_MODE: "false" }, ...changes })}, ${JSON.stringify(opts)});
  export const { url, deployId, deployStatus } = api;
`;

/** How the engine writes a text that only the update will know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const Plan = z.object({ resourcePlans: z.record(z.string(), z.object({ state: z.record(z.string(), z.unknown()) })) });

let render: RenderWorld;
let git: Git;
let project: PulumiProject;
const open: PulumiProject[] = [];

/** A stack of its own that speaks to the world. */
async function stack(text: string): Promise<PulumiProject> {
  const made = await projectAt(render, text);
  open.push(made);
  return made;
}
const outputs = async () => (await project.json(["stack", "output", "--json"])) as Record<string, string>;
/** The service's outputs as the preview expects them; the plan is kept for `up --plan`. */
async function planned(): Promise<unknown> {
  const file = join(project.folder, "plan.json");
  const preview = await project.preview("--save-plan", file);
  expect(preview.exitCode, preview.all).toBe(0);
  const text = await readFile(file, "utf8");
  expect(text).not.toContain(SECRET);
  const { resourcePlans } = Plan.parse(JSON.parse(text));
  return Object.entries(resourcePlans).find(([urn]) => urn.endsWith("::api"))?.[1].state;
}
const services = () => [...render.state.services.values()];

async function startWorld(deployMs: number) {
  const clock = new Clock();
  git = new Git(() => clock.now());
  git.push(REPO, "main", "First release");
  render = await startRender({ clock, edge: new Edge(), git, faults: new Faults(), deployMs, owners: [OWNER] });
}

beforeEach(async () => {
  await startWorld(10);
  project = await stack(program());
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.remove()));
  await render.close();
});

it("lives its whole life: create, no change, update, import, destroy", async () => {
  const up = await project.up();
  expect(up.exitCode, up.all).toBe(0);
  const made = await outputs();
  expect(made).toEqual({
    url: "https://twin-brains-api.onrender.com",
    deployId: services()[0]?.liveDeployId,
    deployStatus: "live",
  });
  for (const args of [
    ["refresh", "--yes", "--skip-preview"],
    ["up", "--yes", "--skip-preview"],
  ] as const) {
    const again = await project.run([...args, "--expect-no-changes"]);
    expect(again.exitCode, `${args.join(" ")}: ${again.all}`).toBe(0);
  }
  expect((await outputs()).deployId).toBe(made.deployId);

  await project.write(program({ name: "renamed" }));
  expect(await planned()).toMatchObject({
    name: "renamed",
    url: made.url,
    deployId: made.deployId,
    deployStatus: "live",
  });

  await project.write(program({ env: { JWT_SECRET: SECRET, DEV_MODE: "true" } }));
  expect(await planned()).toMatchObject({ url: made.url, deployId: UNKNOWN, deployStatus: UNKNOWN, commitId: UNKNOWN });
  const updated = await project.up("--diff", "--plan", join(project.folder, "plan.json"));
  expect(updated.all).toMatch(/~ env\s*: \{\s*~ DEV_MODE\s*: \[secret\] => \[secret\]/);
  expect(updated.exitCode, updated.all).toBe(0);
  expect((await outputs()).deployId).toBe(services()[0]?.liveDeployId);
  expect((await outputs()).deployId).not.toBe(made.deployId);

  const id = services()[0]?.id ?? "";
  // An import protects; the program says so too.
  const other = await stack(program({ env: { JWT_SECRET: SECRET, DEV_MODE: "true" } }, { protect: true }));
  const imported = await other.run(["import", "render:index:WebService", "api", id, "--yes"]);
  expect(imported.exitCode, imported.all).toBe(0);
  const after = await other.preview("--diff");
  expect(after.all).toMatch(/Resources:\n\s+2 unchanged/);

  const destroyed = await project.run(["destroy", "--yes", "--skip-preview"]);
  expect(destroyed.exitCode, destroyed.all).toBe(0);
  expect(services()).toEqual([]);

  for (const text of [up, updated, imported, after, await other.stateText(), await project.stateText()])
    expect(typeof text === "string" ? text : text.all).not.toContain(SECRET);
});

it("keeps the id when the deploy fails, says why, repairs it with a new deploy, and replaces it on demand", async () => {
  git.push(REPO, "main", "Break it", { buildFailure: ["ModuleNotFoundError: processors"] });
  const failed = await project.up();
  expect(failed.exitCode).not.toBe(0);
  expect(failed.all).toContain("ended as build_failed");
  expect(failed.all).toContain("| ModuleNotFoundError: processors");
  expect(failed.all).not.toContain(SECRET);
  const [service] = services();
  expect(await project.stateText()).toContain(service?.id);

  git.push(REPO, "main", "Repair it");
  const repaired = await project.up();
  expect(repaired.exitCode, repaired.all).toBe(0);
  expect(services().map(({ id }) => id)).toEqual([service?.id]);
  expect((await outputs()).deployStatus).toBe("live");

  // The name is taken until the first is gone.
  const replaced = await project.up("--replace", "urn:pulumi:test::tested::render:index:WebService::api");
  expect(replaced.exitCode, replaced.all).toBe(0);
  expect(services()).toHaveLength(1);
  expect(services()[0]?.id).not.toBe(service?.id);
  expect(await project.stateText()).toContain(`"id": "${services()[0]?.id}"`);
});

it("names every fault of the inputs in the preview, and how to import a service whose name is taken", async () => {
  await project.write(program({ runtime: "python", healthCheckPath: "health", env: { CUTOVER_RESOURCE: "x" } }));
  const refused = await project.preview();
  expect(refused.exitCode).not.toBe(0);
  for (const text of ["healthCheckPath", "CUTOVER_RESOURCE"]) expect(refused.all).toContain(text);

  const headers = { authorization: `Bearer ${render.token}`, "content-type": "application/json" };
  const body = JSON.stringify({
    ...{ type: "web_service", name: DECLARED.name, ownerId: OWNER, repo: REPO, branch: "main" },
    serviceDetails: { runtime: "docker" },
  });
  await fetch(`${render.url}/services`, { method: "POST", headers, body });
  await project.write(program());
  const taken = await project.up();
  expect(taken.exitCode).not.toBe(0);
  expect(taken.all).toContain(`pulumi import render:index:WebService api ${services()[0]?.id}`);
  expect(await project.stateText()).not.toContain(services()[0]?.id);
});

it("previews without a token, making nothing, and says which is missing when one is needed", async () => {
  const preview = await project.run(["preview"], { RENDER_API_KEY: "" });
  expect(preview.exitCode, preview.all).toBe(0);
  expect(preview.all).toContain("+ 2 to create");
  expect(services()).toEqual([]);
  const up = await project.run(["up", "--yes", "--skip-preview"], { RENDER_API_KEY: "" });
  expect(up.exitCode).not.toBe(0);
  expect(up.all).toContain("RENDER_API_KEY_MISSING: no API key for Render is set");
});

it("gives its schema to `pulumi package get-schema`, which leaves no file behind", async () => {
  const before = await readdir(providerFolder);
  const schema = (await project.json(["package", "get-schema", providerFolder])) as {
    resources: Record<string, { inputProperties: Record<string, { secret?: boolean }>; requiredInputs: string[] }>;
  };
  const resource = schema.resources["render:index:WebService"];
  expect(resource?.requiredInputs.toSorted()).toEqual(["name", "ownerId", "runtime"]);
  expect(resource?.inputProperties.env?.secret).toBe(true);
  expect(await readdir(providerFolder)).toEqual(before);
});
