import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { changeConfig, replaceConfig } from "./support/stack-config.ts";
import { project } from "./support/world.ts";

const pathOf = (digit: string) => `ghcr.io/acme-brains/rlm@sha256:${digit.repeat(64)}`;

/** A stack of one web service that runs an image by its digest, and tells of failed deploys. */
describe("S0.1 one web service of an image", () => {
  let rehearsal: Rehearsal;

  const succeed = async (...args: string[]) => {
    const run = await rehearsal.pulumi(args);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    return run.stdout + run.stderr;
  };
  const service = () => [...rehearsal.world.render.state.services.values()][0];
  const live = () => rehearsal.world.render.state.deploys.get(service()?.liveDeployId ?? "");

  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    const { owner, repository, branch } = rehearsal.file;
    const image = { path: pathOf("1") };
    await replaceConfig(rehearsal, {
      app: { name: "rlm", environment: "production", repository, branch },
      render: { owner },
      // The other stack file of the world is another app's.
      policy: { levels: { "require-same-variables": "disabled" } },
      services: { api: { name: "rlm", runtime: "image", image, healthCheckPath: "/health", notifyOnFail: "notify" } },
      env: { backend: { JWT_SECRET: { secret: "JWT_SECRET" } } },
      smokeChecks: [
        {
          name: "healthy with its processors",
          target: "api",
          request: { path: "/health" },
          within: "PT3S",
          expect: { body: { type: "object", properties: { processors_available: { const: true } } } },
        },
      ],
    });
  });
  afterAll(() => rehearsal?.close());

  it("comes up with the image of that digest, and is then unchanged, also after a refresh", async () => {
    await succeed("up", "--yes", "--skip-preview");
    expect(service()?.settings).toMatchObject({ runtime: "image", imagePath: pathOf("1"), healthCheckPath: "/health" });
    expect(service()?.notifications.notificationsToSend).toBe("failure");
    expect(live()?.image?.ref).toBe(pathOf("1"));
    const preview = await succeed("preview", "--refresh", "--expect-no-changes");
    expect(preview).not.toContain("warning");
  });

  it("runs another image after one update in place", async () => {
    const before = service()?.id;
    await changeConfig(rehearsal, { "services.api.image.path": pathOf("2") });
    const shown = await succeed("up", "--yes", "--skip-preview", "--diff");
    expect(shown).toMatch(new RegExp(`image[^]*path *: "${pathOf("1")}" => "${pathOf("2")}"`));
    expect(service()?.id).toBe(before);
    expect(live()?.image?.ref).toBe(pathOf("2"));
    await succeed("preview", "--expect-no-changes");
  });
});
