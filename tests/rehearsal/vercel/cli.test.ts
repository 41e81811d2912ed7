import { expect, it } from "vitest";
import { built, repository, teamId, vercelForTest } from "./world.ts";

const scope = `teamId=${teamId}`;

/** A project as `vercel project add` makes it, and calls as the CLI makes them. */
async function withProject() {
  const world = await vercelForTest();
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await world.request(method, path, body);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  const { body: project } = await json("POST", `/v1/projects?${scope}`, { name: "twin-brains" });
  const deploy = async (body: object) => {
    const made = await json("POST", `/v13/deployments?${scope}`, {
      name: "twin-brains",
      source: "cli",
      version: 2,
      ...body,
    });
    return built(world, made.body.id);
  };
  const file = { file: "index.html", data: "hi", encoding: "utf-8" };
  return { ...world, json, project, deploy, files: [file] };
}

it("the team of --scope is found on the path without a version", async () => {
  const { json } = await withProject();
  expect((await json("GET", "/teams/acmebrains")).body).toMatchObject({ id: teamId });
});

it("env pull gives a target's values in clear, without the sensitive ones", async () => {
  const { json, project } = await withProject();
  const env = `/v10/projects/${project.id}/env?${scope}`;
  const target = ["production"];
  await json("POST", env, { key: "OPEN", value: "1", type: "encrypted", visibility: "config", target });
  await json("POST", env, { key: "CLOSED", value: "2", type: "sensitive", visibility: "secret", target });
  const pulled = await json("GET", `/v3/env/pull/${project.id}/production?${scope}`);
  expect(pulled.body).toEqual({ env: { OPEN: "1" }, buildEnv: { OPEN: "1" } });
  expect((await json("GET", `/v3/env/pull/${project.id}/development?${scope}`)).body.env).toEqual({});
});

it("deploy --prod --skip-domain stages the deployment and leaves the domains where they are", async () => {
  const { json, deploy, files, project } = await withProject();
  const first = await deploy({ target: "production", files });
  const staged = await deploy({ target: "production", files, autoAssignCustomDomains: false });
  expect(staged).toMatchObject({ readySubstate: "STAGED", aliasAssigned: true, alias: [] });
  const { body } = await json("GET", `/v9/projects/${project.id}?${scope}`);
  expect(body.targets.production.id).toBe(first.id);
});

it("a build's events come one a line when asked for as lines", async () => {
  const { deploy, files, request } = await withProject();
  const { id } = await deploy({ files });
  const answer = await request("GET", `/v3/now/deployments/${id}/events?follow=&format=lines&${scope}`);
  const lines = (await answer.text()).trimEnd().split("\n");
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ type: "stdout", text: "Build Completed in /vercel/output" });
});

it("logs asks for what a deployment wrote, newest first", async () => {
  const { json, deploy, files, edge } = await withProject();
  const { id } = await deploy({ target: "production", files });
  for (const path of ["one", "two"]) await edge.fetch(`https://twin-brains.vercel.app/${path}`);
  const ask = (filter: string) =>
    json("POST", `/v1/observability/events?${scope}`, {
      ...{ event: "vercel.log", scope: { ownerId: teamId }, select: ["message"], order: "desc", limit: 10, filter },
      timeRange: { start: "2020-01-01T00:00:00Z", end: "2100-01-01T00:00:00Z" },
    });
  const { body } = await ask(`deploymentId:${id}`);
  expect(body.events.map(({ message }: { message: string }) => message).sort()).toEqual(["seen /one", "seen /two"]);
  expect((await ask('level:"error"')).body.events).toEqual([]);
});

it("no alias of a promotion has failed", async () => {
  const { json, deploy, files, project } = await withProject();
  const { id } = await deploy({ target: "production", files });
  await json("POST", `/v10/projects/${project.id}/promote/${id}?${scope}`, {});
  const of = (query: string) => json("GET", `/v9/projects/${project.id}/promote/aliases?${query}${scope}`);
  expect((await of("failedOnly=true&")).body.aliases).toEqual([]);
  expect((await of("")).body.aliases).toHaveLength(2);
});

it("what the Terraform provider leaves null or gives by its old name is accepted", async () => {
  const { json, project, git } = await withProject();
  git.push(repository, "main", "Second release");
  const one = `/v9/projects/${project.id}?${scope}`;
  await json("PATCH", one, { resourceConfig: { functionDefaultTimeout: 60 } });
  const patched = await json("PATCH", one, {
    oidcTokenConfig: null,
    publicSource: null,
    serverlessFunctionRegion: "fra1",
  });
  expect(patched.body).toMatchObject({
    oidcTokenConfig: { enabled: true },
    serverlessFunctionRegion: "fra1",
    resourceConfig: { functionDefaultRegions: ["fra1"], functionDefaultTimeout: 60, fluid: true },
  });
  const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" };
  const body = { name: project.id, project: project.id, build: {}, projectSettings: null, gitSource };
  expect((await json("POST", `/v12/now/deployments?${scope}`, body)).status).toBe(200);
});
