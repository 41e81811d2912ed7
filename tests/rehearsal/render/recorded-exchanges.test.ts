import { describe, expect, it } from "vitest";
import { deviations } from "./recorded/deviations.ts";
import { type Exchange, file, recorded } from "./recorded/exchange.ts";
import { domain, seeded } from "./recorded/seed.ts";
import { differences, shapeOf, valuesOf } from "./recorded/shape.ts";
import { type Json, ownerId, startWorld } from "./render-world.ts";

describe.skipIf(recorded.length === 0)(
  `replays of recorded exchanges (skipped without ../shared/vendor/${file})`,
  () => {
    it("cover every kind of call that was recorded", () => {
      expect(recorded).toHaveLength(146);
    });

    it.each(recorded)("$method $path $variant $status answers with the recorded status and shape", async (exchange) => {
      const [example] = exchange.examples;
      if (!example) throw new Error("a recording without an example");
      // Addresses were recorded while they were being made.
      const deployMs = exchange.path.includes("{egs}") ? 10_000 : exchange.status === 202 ? 50 : 4;
      const world = await startWorld({ deployMs });
      const path = await seeded(world, exchange, example);
      const request = atHome(example.request, world);
      if (request?.repo) world.git.push(request.repo, request.branch, "First release");
      const answer = await world.call(
        exchange.method,
        path,
        exchange.method === "GET" ? undefined : JSON.stringify(request),
      );

      expect(answer.status).toBe(exchange.status);
      if (!older(exchange)) expect(answer.headers.get("ratelimit-limit")).toBe(example.rateLimit);
      expect(answer.headers.get("content-type")).toBe(
        example.response === null && exchange.status !== 200 ? null : "application/json; charset=utf-8",
      );
      const name = `${exchange.method} ${exchange.path}`;
      const found = differences(shapeOf(example.response), shapeOf(answer.body ?? null)).filter(
        (one) => !deviations.some(({ of = /./, difference }) => of.test(name) && difference.test(one)),
      );
      expect(found).toEqual([]);
      if (comparesValues(exchange)) expect(valuesOf(answer.body)).toMatchObject(valuesOf(example.response));
    });
  },
);

/** Of May 2024, when this call still drew from a bucket of 500. */
const older = ({ method, path }: Exchange) => method === "PATCH" && path.includes("notification-settings/owners");

/** What a call sets must come back as it was recorded; what others left in the recorded service need not. */
const comparesValues = ({ method, path }: Exchange) =>
  method !== "GET" &&
  !path.endsWith("deploys") &&
  !/^\/v1\/(services\/\{\w+\}|environments\/\{\w+\}\/resources|env-groups.*)$/.test(path);

/** A recorded request with the workspace, the service and the names of this world. */
function atHome(request: Json, { render }: Awaited<ReturnType<typeof startWorld>>): Json {
  if (Array.isArray(request) || !request) return request;
  const [[serviceId], [projectId]] = [[...render.state.services.keys()], [...render.state.projects.keys()]];
  return {
    ...request,
    ...(request.ownerId && { ownerId }),
    ...(request.serviceId && { serviceId }),
    ...(request.projectId && { projectId }),
    ...(request.resourceIds && { resourceIds: [serviceId] }),
    ...(request.name?.endsWith(".com") && { name: domain }),
  };
}
