import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Rehearsal } from "../../rehearsal/open.ts";
import { createPulumi, type Pulumi } from "../../rehearsal/pulumi.ts";
import { createStack, stackEnvironment } from "../../rehearsal/stack.ts";
import { changeConfig, violated, withConfig } from "./support/stack-config.ts";
import { openStandingProd } from "./support/standing-prod.ts";
import { project } from "./support/world.ts";

const releaseBranch = "release-20261121-1200";

/** Fallback A: clones of the services from a release branch, beside production, as docs/canary.md tells. */
describe("S1.3 a canary beside production", () => {
  let prod: Rehearsal;
  let canary: Pulumi;
  let canaryWorld: Rehearsal;

  const succeed = async (pulumi: Pulumi, ...args: string[]) => {
    const run = await pulumi(args);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    return run.stdout;
  };
  const serviceNamed = (name: string) => {
    const service = [...prod.world.render.state.services.values()].find((one) => one.name === name);
    if (!service) throw new Error(`The world has no service ${name}`);
    return service;
  };
  const up = ["up", "--yes", "--skip-preview"];

  beforeAll(async () => {
    prod = await openStandingProd();
    const { world, file } = prod;
    world.git.push(file.repository, releaseBranch, "The next release");

    const env = { ...prod.env, ...stackEnvironment(world.folder, "canary") };
    canary = createPulumi({ project, env });
    canaryWorld = { ...prod, env, pulumi: canary };
    // The committed file under another name: the same program, the same variables, other names and another branch.
    const path = join(world.folder, "Pulumi.canary.yaml");
    await writeFile(path, await readFile(file.path));
    await createStack(canary, world.folder, "canary", { ...file, path }, prod.secretsByName);
    await changeConfig(canaryWorld, {
      "app.branch": releaseBranch,
      "services.api.name": "twin-brains-api-canary",
      "services.worker.name": "twin-brains-worker-canary",
      "services.scheduler": undefined,
      "services.queue.name": "twin-brains-queue-canary",
      frontend: undefined,
      vercel: undefined,
      rollout: undefined,
      releaseGates: undefined,
      "env.frontend": undefined,
      "baseline.frontend": undefined,
      smokeChecks: (await smokeChecks(file.path)).filter(({ target }) => target === "api"),
    });
  });
  afterAll(() => prod?.close());

  it("comes up from the release branch with a queue of its own, and production stays as it is", async () => {
    const before = [serviceNamed("twin-brains-api").liveDeployId, serviceNamed("twin-brains-worker").liveDeployId];
    await succeed(canary, ...up);

    expect(prod.world.inventory().services).toEqual([
      "twin-brains-api",
      "twin-brains-api-canary",
      "twin-brains-scheduler",
      "twin-brains-worker",
      "twin-brains-worker-canary",
    ]);
    expect(serviceNamed("twin-brains-worker-canary").settings.branch).toBe(releaseBranch);
    const queueOf = (name: string) => serviceNamed(name).env.get("REDIS_URL");
    expect(queueOf("twin-brains-worker-canary")).toBe(queueOf("twin-brains-api-canary"));
    expect(queueOf("twin-brains-worker-canary")).not.toBe(queueOf("twin-brains-worker"));
    expect(before).toEqual([
      serviceNamed("twin-brains-api").liveDeployId,
      serviceNamed("twin-brains-worker").liveDeployId,
    ]);
    await succeed(prod.pulumi, "preview", "--expect-no-changes");
  });

  it("is refused production's queue: a clone's worker would take its jobs", async () => {
    const productionQueue = serviceNamed("twin-brains-worker").env.get("REDIS_URL") ?? "";
    const run = await withConfig(canaryWorld, { "env.backend.REDIS_URL": productionQueue }, () => canary(["preview"]));
    expect(run.exitCode).not.toBe(0);
    expect(violated(run.stdout + run.stderr)).toEqual(["require-shared-queue"]);
  });

  it("is taken away again, and production stays", async () => {
    await changeConfig(canaryWorld, {
      "policy.levels.require-protected-stores": "advisory",
      "services.queue.allowDestroy": true,
    });
    await succeed(canary, ...up);
    await succeed(canary, "destroy", "--yes", "--skip-preview");
    expect(prod.world.inventory().services).toEqual(["twin-brains-api", "twin-brains-scheduler", "twin-brains-worker"]);
    expect(prod.world.inventory().keyValues).toEqual(["twin-brains-queue"]);
  });
});

async function smokeChecks(path: string): Promise<{ target: string }[]> {
  return parse(await readFile(path, "utf8")).config["cutover:smokeChecks"];
}
