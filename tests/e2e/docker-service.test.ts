import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { replaceConfig, withConfig } from "./support/stack-config.ts";
import { project } from "./support/world.ts";

/** A stack of one Docker web service that Render deploys by itself, and nothing on Vercel (S0.1). */
describe("S0.1 one Docker web service", () => {
  let rehearsal: Rehearsal;

  const pulumi = async (...args: string[]) => {
    const run = await rehearsal.pulumi(args);
    return { ...run, all: run.stdout + run.stderr };
  };
  const succeed = async (...args: string[]) => {
    const run = await pulumi(...args);
    expect(run.exitCode, run.all).toBe(0);
    return run;
  };
  const service = () => [...rehearsal.world.render.state.services.values()][0];

  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    const { owner, repository, branch } = rehearsal.file;
    await replaceConfig(rehearsal, {
      app: { name: "rlm", environment: "production", repository, branch },
      deploys: "vendor",
      render: { owner },
      // The other stack file of the world is another app's.
      policy: { levels: { "require-same-variables": "disabled" } },
      services: { api: { name: "rlm", runtime: "docker", rootDirectory: "rlm-service", healthCheckPath: "/health" } },
      env: { backend: { JWT_SECRET: { secret: "JWT_SECRET" } } },
      smokeChecks: [
        {
          name: "healthy with its processors",
          target: "api",
          request: { path: "/health" },
          within: "PT3S",
          expect: {
            body: {
              type: "object",
              required: ["status", "processors_available"],
              properties: { status: { const: "healthy" }, processors_available: { const: true } },
            },
          },
        },
      ],
    });
  });
  afterAll(() => rehearsal?.close());

  it("comes up with its health check and checks, without anything of a frontend, and is then unchanged", async () => {
    await succeed("up", "--yes", "--skip-preview");
    expect(service()?.settings).toMatchObject({
      runtime: "docker",
      branch: "main",
      healthCheckPath: "/health",
      autoDeployTrigger: "checksPass",
    });
    const { services, keyValues, vercelProjects } = rehearsal.world.inventory();
    expect({ services, keyValues, vercelProjects }).toEqual({ services: ["rlm"], keyValues: [], vercelProjects: [] });
    const outputs = JSON.parse((await succeed("stack", "output", "--json")).stdout);
    expect(outputs).toMatchObject({ apiUrl: "https://rlm.onrender.com" });
    expect(outputs).not.toHaveProperty("frontendUrl");
    const preview = await succeed("preview", "--expect-no-changes");
    expect(preview.all).not.toContain("warning");
  });

  it("S0.5 is deployed by Render itself once the checks of a push have passed", async () => {
    const { world, file } = rehearsal;
    const commit = world.git.push(file.repository, file.branch, "A better prompt");
    world.render.checksPassed(commit);
    await world.render.settled();
    const live = world.render.state.deploys.get(service()?.liveDeployId ?? "");
    expect(live?.commit?.sha).toBe(commit.sha);
    // The stack verifies it: nothing is deployed again, and the checks run for what is new.
    const verified = await succeed("up", "--yes", "--skip-preview", "--refresh");
    expect(verified.stdout).toContain("healthy with its processors: passed");
    expect(service()?.liveDeployId).toBe(live?.id);
  });

  it("is refused without a health check path", async () => {
    const run = await withConfig(rehearsal, { "services.api.healthCheckPath": undefined }, () => pulumi("preview"));
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toMatch(
      /CONFIG_MISSING: services\.api\.healthCheckPath is missing; expected a path that starts with \//,
    );
  });

  it("S0.6 fails the update when the service answers without its processors, although it is up", async () => {
    const { world, file } = rehearsal;
    world.git.push(file.repository, file.branch, "Refactor imports", { processors: false });
    const run = await withConfig(rehearsal, { "env.backend.LOG_LEVEL": "debug" }, () =>
      pulumi("up", "--yes", "--skip-preview"),
    );
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toMatch(/healthy with its processors.*processors_available is false, expected true/s);
  });
});
