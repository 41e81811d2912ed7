import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

it("serves what a client asks that lists a whole workspace and follows a deploy", async () => {
  const { create, get, post, render } = await startWorld();
  const { id, deployId } = await create();

  for (const noun of [
    "owners",
    "users",
    "services",
    "postgres",
    "key-value",
    "redis",
    "projects",
    "environments",
    "disks",
    "env-groups",
    "blueprints",
    "webhooks",
    "registrycredentials",
    "maintenance",
  ])
    expect((await get(`/${noun}`)).status).toBe(200);
  expect((await post(`/services/${id}/deploys`, { clearCache: "do_not_clear" })).status).toBe(201);
  expect((await get(`/services/${id}/deploys/${deployId}`)).body.id).toBe(deployId);
  expect((await get(`/services/${id}/instances`)).body).toHaveLength(1);
  const { logs } = (await get(`/logs?ownerId=${ownerId}&resource=${id}&direction=backward&limit=100`)).body;
  expect(logs.map(({ message }: { message: string }) => message)).toContain("==> Build successful");
  expect((await post(`/services/${id}/restart`)).status).toBe(200);
  expect(render.unknownRoutes()).toEqual([]);
});
