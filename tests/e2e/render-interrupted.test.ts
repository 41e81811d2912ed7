import { expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { OWNER, providerFolder, REPO, renderProject } from "./support/render-project.ts";

const program = `
  import { WebService } from ${JSON.stringify(`${providerFolder}/sdk/web-service.ts`)};
  new WebService("api", ${JSON.stringify({ name: "api", ownerId: OWNER, repo: REPO, runtime: "docker", env: { JWT_SECRET: "x" } })});
`;

it("stops waiting for a deploy at Ctrl-C, keeps the service's id, and says that the deploy goes on", async () => {
  // A deploy that is not over before the test is.
  const { render, project } = await renderProject(program, { deployMs: 600_000 });
  const running = project.start(["up", "--yes", "--skip-preview"]);
  let output = "";
  running.all?.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  await eventually(() => expect(output).toMatch(/deploy dep-\w+: created/), 90_000);

  const interruptedAt = performance.now();
  running.kill("SIGINT");
  const { exitCode } = await running;
  expect(exitCode).not.toBe(0);
  expect(performance.now() - interruptedAt).toBeLessThan(30_000);
  expect(output).toMatch(/RENDER_INTERRUPTED: .*deploy dep-\w+ goes on at Render/);
  const [service] = [...render.state.services.values()];
  expect(await project.stateText()).toContain(service?.id);
});
