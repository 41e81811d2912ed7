import { expect, it, onTestFinished } from "vitest";
import { openStandingProd } from "./support/standing-prod.ts";
import { cutover } from "./support/world.ts";

it("what somebody changed by hand at Render is told, and put back as it says", async () => {
  const rehearsal = await openStandingProd(0);
  onTestFinished(() => rehearsal.close());
  const { world, env, pulumi } = rehearsal;
  const drift = (...more: string[]) => cutover(["drift", "--stack", "prod", ...more], env);
  const untouched = await drift();
  expect(untouched).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("is as Pulumi knows it") });

  const scheduler = world.render.state.services.values().find(({ type }) => type === "cron_job");
  const changed = await fetch(`${world.render.url}/services/${scheduler?.id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${world.render.token}`, "content-type": "application/json" },
    body: JSON.stringify({ serviceDetails: { schedule: "0 1 * * *" } }),
  });
  expect(changed.status).toBe(200);

  const told = await drift();
  expect(told).toMatchObject({ exitCode: 1 });
  expect(told.stdout).toContain('schedule: "*/15 * * * *" → "0 1 * * *"');
  expect(told.stdout).toContain("pulumi up --refresh");
  expect(rehearsal.secrets.filter((secret) => told.all?.includes(secret))).toEqual([]);

  expect(await pulumi(["up", "--refresh", "--yes", "--skip-preview"])).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await drift("--json");
  expect({ exitCode, found: JSON.parse(stdout) }).toMatchObject({ exitCode: 0, found: { stack: "prod", changes: [] } });
});
