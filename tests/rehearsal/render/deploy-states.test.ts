import { expect, it } from "vitest";
import type { Deploy } from "../../../rehearsal/render/entities/deploy.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { repo, startWorld } from "./render-world.ts";

/** Render's deploy states, as its documents and recordings have them; written down here a second time on purpose. */
const successors: Record<string, string> = {
  created: "queued canceled",
  queued: "build_in_progress pre_deploy_in_progress update_in_progress canceled",
  build_in_progress: "pre_deploy_in_progress update_in_progress build_failed canceled",
  pre_deploy_in_progress: "update_in_progress pre_deploy_failed canceled",
  update_in_progress: "live update_failed canceled",
  live: "deactivated",
};

type Action =
  | { do: "deploy" | "cancel" | "rollback" | "suspend" | "resume" | "restart" | "settle" | "preDeploy" }
  | { do: "push"; app: { healthStatus?: number; buildFailure?: string[] } }
  | { do: "env"; jwt: boolean }
  | { do: "wait"; ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Action>({ do: "deploy" }, { do: "settle" }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Action>(
      { do: "cancel" },
      { do: "rollback" },
      { do: "suspend" },
      { do: "resume" },
      { do: "restart" },
      { do: "preDeploy" },
    ),
  },
  fc.constantFrom<Action>(
    { do: "push", app: {} },
    { do: "push", app: { healthStatus: 503 } },
    { do: "push", app: { buildFailure: ["broken"] } },
    { do: "env", jwt: true },
    { do: "env", jwt: false },
  ),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 6 }) }),
);

it("a service's deploys take only legal steps, at most one is live, and the host shows the live one", {
  timeout: 60_000 * scale,
}, async () => {
  const property = fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 14 }), async (actions) => {
    const world = await startWorld({ deployMs: 1 });
    const { id } = await world.create({ autoDeployTrigger: "commit" }, { settle: false });
    for (const step of actions) {
      world.clock.advance(3_600_000);
      await perform(world, id, step);
    }
    await world.render.settled();

    const deploys = world.render.state.deploysOf(id);
    for (const deploy of deploys) expectLegal(deploy);
    expect(mostLiveAtOnce(deploys)).toBeLessThanOrEqual(1);
    expect(deploys.filter(({ finishedAt }) => finishedAt === undefined)).toEqual([]);

    const service = world.render.state.services.get(id);
    const live = deploys.filter(({ status }) => status === "live").map((deploy) => deploy.id);
    expect(live).toEqual(service?.liveDeployId ? [service.liveDeployId] : []);
    const shown = service?.suspended ? 503 : live.length > 0 ? 200 : 404;
    expect((await world.visit("twin-brains-api.onrender.com")).status).toBe(shown);
    await world.render.close();
  });
  await fc.assert(property, { numRuns: 40 * scale });
});

async function perform(world: Awaited<ReturnType<typeof startWorld>>, id: string, step: Action): Promise<void> {
  const deploys = world.render.state.deploysOf(id);
  const at = `/services/${id}`;
  switch (step.do) {
    case "deploy":
      return expectStatus(world.post(`${at}/deploys`, {}), [201, 202, 400]);
    case "cancel":
      return expectStatus(world.post(`${at}/deploys/${deploys.at(-1)?.id}/cancel`), [200, 400]);
    case "rollback":
      return expectStatus(world.post(`${at}/rollback`, { deployId: deploys[0]?.id }), [201, 400]);
    case "suspend":
      return expectStatus(world.post(`${at}/suspend`), [202]);
    case "resume":
      return expectStatus(world.post(`${at}/resume`), [202, 400]);
    case "restart":
      return expectStatus(world.post(`${at}/restart`), [200, 400]);
    case "preDeploy":
      return expectStatus(world.patch(at, { serviceDetails: { preDeployCommand: "migrate" } }), [200]);
    case "env":
      return expectStatus(world.put(`${at}/env-vars`, step.jwt ? [{ key: "JWT_SECRET", value: "x" }] : []), [200]);
    case "push":
      world.git.push(repo, "main", `commit ${deploys.length}`, step.app);
      return;
    case "wait":
      return new Promise((resolve) => setTimeout(resolve, step.ms));
    case "settle":
      return world.render.settled();
  }
}

async function expectStatus(answer: Promise<{ status: number }>, allowed: readonly number[]): Promise<void> {
  expect(allowed).toContain((await answer).status);
}

function expectLegal({ history }: Deploy): void {
  expect(history[0]?.status).toBe("created");
  history.slice(1).forEach(({ status }, index) => {
    expect(successors[history[index]?.status ?? ""]?.split(" ")).toContain(status);
  });
}

function mostLiveAtOnce(deploys: readonly Deploy[]): number {
  const changes = deploys
    .flatMap(({ history }) => history)
    .filter(({ status }) => status === "live" || status === "deactivated")
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  let live = 0;
  return Math.max(0, ...changes.map(({ status }) => (live += status === "live" ? 1 : -1)));
}
