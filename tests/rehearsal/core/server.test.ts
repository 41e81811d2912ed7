import { Hono } from "hono";
import { expect, it } from "vitest";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { listen } from "../../../rehearsal/core/server.ts";

it("serves on loopback only, and frees its port when closed", async () => {
  const server = await listen(new Hono().get("/", (c) => c.text("here")));
  expect(new URL(server.url).hostname).toBe("127.0.0.1");
  expect(await (await fetch(server.url)).text()).toBe("here");
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});

it("names a port that is in use", async () => {
  const first = await listen(new Hono());
  await expect(listen(new Hono(), first.port)).rejects.toThrow(`127.0.0.1:${first.port}: the port is in use`);
  await first.close();
});

it("routes a public name to the server behind it, until it is unrouted", async () => {
  const server = await listen(new Hono().get("/x", (c) => c.text(c.req.header("x-forwarded-host") ?? "")));
  const edge = new Edge();
  edge.route("App.Example", server.url);
  expect(await (await edge.fetch("https://app.example/x")).text()).toBe("app.example");
  edge.unroute("app.example");
  await expect(edge.fetch("https://app.example/x")).rejects.toThrow("ENOTFOUND app.example");
  await server.close();
});
