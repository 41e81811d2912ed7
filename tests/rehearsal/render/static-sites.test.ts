import { expect, it } from "vitest";
import { type Json, ownerId, repo, startWorld } from "./render-world.ts";

const headers = [{ path: "/api/*", name: "Cache-Control", value: "max-age=60" }];
const routes = [
  { type: "redirect", source: "/about", destination: "/about-us" },
  { type: "rewrite", source: "/blog/*", destination: "/blog/index.html" },
];

/** A static site that is live, with these rules. */
async function site(details: object = { headers, routes }) {
  const world = await startWorld();
  const { body } = await world.post("/services", {
    ...{ type: "static_site", name: "acme-site", ownerId, repo, branch: "main" },
    serviceDetails: { buildCommand: "npm run build", ...details },
  });
  await world.render.settled();
  const { id, slug } = body.service;
  const rules = async (noun: "header" | "route", query = "") =>
    (await world.get(`/services/${id}/${noun}s${query}`)).body.map((item: Json) => item[noun]);
  return {
    ...world,
    id,
    rules,
    see: (path: string) => world.visit(`${slug}.onrender.com`, path, { redirect: "manual" }),
  };
}

it("is served under its public name, with the headers and routes that it was made with", async () => {
  const { see } = await site();
  expect((await see("/")).status).toBe(200);
  expect((await see("/api/x")).headers.get("cache-control")).toBe("max-age=60");
  expect((await see("/x")).headers.get("cache-control")).toBeNull();
  const moved = await see("/about");
  expect([moved.status, moved.headers.get("location")]).toEqual([301, "/about-us"]);
  expect((await see("/blog/one")).text).toContain("/blog/index.html");
});

it("has its rules replaced as a whole; routes are numbered in their order, and an emptied list answers null", async () => {
  const { put, id, rules } = await site({});
  const made = await put(`/services/${id}/routes`, routes);
  expect(made.body).toEqual([
    { ...routes[0], id: expect.stringMatching(/^rdr-/), priority: 0 },
    { ...routes[1], id: expect.stringMatching(/^rdr-/), priority: 1 },
  ]);
  expect((await put(`/services/${id}/headers`, headers)).body).toEqual([
    { ...headers[0], id: expect.stringMatching(/^hdr-/) },
  ]);
  expect(await rules("route")).toEqual(made.body);
  for (const noun of ["headers", "routes"]) {
    expect(await put(`/services/${id}/${noun}`, [])).toMatchObject({ status: 200, body: null });
  }
  expect([await rules("route"), await rules("header")]).toEqual([[], []]);
});

it("gains and loses single rules, and reorders routes", async () => {
  const { post, patch, remove, id, rules } = await site();
  const added = await post(`/services/${id}/routes`, { ...routes[0], source: "/first", priority: 0 });
  expect([added.status, added.body.priority]).toEqual([201, 0]);
  expect((await rules("route")).map(({ source }: Json) => source)).toEqual(["/first", "/about", "/blog/*"]);
  const moved = await patch(`/services/${id}/routes/${added.body.id}`, { priority: 2 });
  expect([moved.status, moved.body.headers.priority]).toEqual([200, 2]);
  expect((await rules("route")).map(({ source }: Json) => source)).toEqual(["/about", "/blog/*", "/first"]);
  expect((await remove(`/services/${id}/routes/${added.body.id}`)).status).toBe(204);
  expect((await remove(`/services/${id}/routes/${added.body.id}`)).status).toBe(404);

  const header = await post(`/services/${id}/headers`, { path: "/*", name: "X-Frame-Options", value: "DENY" });
  expect([header.status, header.body.headers.name]).toEqual([201, "X-Frame-Options"]);
  expect(await rules("header", "?name=X-Frame-Options")).toHaveLength(1);
  expect((await remove(`/services/${id}/headers/${header.body.headers.id}`)).status).toBe(204);
});

it("is the only kind with such rules", async () => {
  const { create, get } = await startWorld();
  const { id } = await create();
  expect((await get(`/services/${id}/headers`)).status).toBe(400);
  expect((await get(`/services/${id}/routes`)).status).toBe(400);
});
