import { expect, it } from "vitest";
import { RenderClient } from "../../../../providers/render/api/client.ts";
import { makeBackgroundWorker } from "../../../../providers/render/resources/background-worker.ts";
import { makeCronJob } from "../../../../providers/render/resources/cron-job.ts";
import { makeWebService } from "../../../../providers/render/resources/web-service.ts";
import { cronProgram, program, Stack, startWorld, workerProgram } from "../support/world.ts";

const kinds = [
  { of: makeWebService, given: program },
  { of: makeBackgroundWorker, given: workerProgram },
  { of: makeCronJob, given: cronProgram },
];

/** Six services of three kinds, and the paths that a refresh of all of them asks for. */
async function refreshed(more: object = {}) {
  const world = await startWorld();
  const client = new RenderClient({ token: () => world.render.token, baseUrl: world.render.url, userAgent: "test" });
  const stacks: Stack[] = [];
  for (const number of [1, 2])
    for (const { of, given } of kinds) {
      const urn = `urn:pulumi:prod::cutover::render:index:Service::${given.name}-${number}`;
      const stack = new Stack(client, urn, of());
      await stack.up({ ...given, ...more, name: `${given.name}-${number}` });
      stacks.push(stack);
    }
  client.groupsOfWorkspace.forget();
  world.sent.length = 0;
  await Promise.all(stacks.map((stack) => stack.refresh()));
  for (const stack of stacks) expect(stack.state.deployStatus).toBe("live");
  return world.sent.map(({ path }) => path.replace(/\?.*/, "").replace(/(srv|crn)-\w+/, "{id}"));
}

it("refreshes six services with two requests each and one list that they share", async () => {
  const paths = await refreshed();
  expect(paths.filter((path) => path === "/services")).toHaveLength(1);
  expect(paths.filter((path) => path === "/services/{id}/env-vars")).toHaveLength(6);
  expect(paths.filter((path) => path === "/services/{id}/deploys")).toHaveLength(6);
  expect(paths).toHaveLength(13);
});

it("reads secret files only where they are declared, and the links of env groups out of one list", async () => {
  const paths = await refreshed({ secretFiles: { "key.pem": "content" }, envGroups: [] });
  expect(paths.filter((path) => path === "/services/{id}/secret-files")).toHaveLength(6);
  expect(paths.filter((path) => path === "/env-groups")).toHaveLength(1);
  expect(paths).toHaveLength(20);
});
