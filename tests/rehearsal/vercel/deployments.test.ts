import { expect, it } from "vitest";
import { built, repository, teamId, vercelForTest } from "./world.ts";

const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" };
const scope = `?teamId=${teamId}`;

/** A world with a public project that is connected to the repository; `deploy` waits for the end of the build. */
async function withProject(settings: Record<string, unknown> = {}) {
  const world = await vercelForTest();
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await world.request(method, `${path}${path.includes("?") ? "&" : "?"}teamId=${teamId}`, body);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  await json("POST", "/v8/projects", {
    name: "twin-brains",
    gitRepository: { type: "github", repo: repository },
    ssoProtection: null,
  });
  const project = (await json("PATCH", "/v9/projects/twin-brains", settings)).body;
  const deploy = async (body: Record<string, unknown> = {}) => {
    const made = await json("POST", "/v12/now/deployments?skipAutoDetectionConfirmation=1", {
      project: project.id,
      gitSource,
      target: "production",
      projectSettings: { sourceFilesOutsideRootDirectory: true },
      ...body,
    });
    expect(made.status).toBe(200);
    return built(world, made.body.id);
  };
  const setFlag = (value: string) =>
    json("POST", "/v10/projects/twin-brains/env?upsert=true", {
      key: "V2_ROLLOUT_PERCENT",
      value,
      type: "encrypted",
      target: ["production"],
    });
  const served = async (host: string) => {
    const answer = await world.edge.fetch(`https://${host}/`);
    return ((await answer.json()) as { percent: unknown }).percent;
  };
  return { ...world, json, deploy, setFlag, served, project };
}

it("S2.3 a deployment keeps the environment it was built with", async () => {
  const { setFlag, deploy, served } = await withProject();
  await setFlag("0");
  const first = await deploy();
  await setFlag("10");
  expect(await served("twin-brains.vercel.app")).toBe("0");
  const second = await deploy();
  expect(await served("twin-brains.vercel.app")).toBe("10");
  expect(await served(String(first.url))).toBe("0");
  expect(await served(String(second.url))).toBe("10");
});

it("a deployment's own variables win over the project's, and a preview does not get production's", async () => {
  const { setFlag, deploy, served } = await withProject();
  await setFlag("0");
  expect(await served(String((await deploy({ env: { V2_ROLLOUT_PERCENT: "50" } })).url))).toBe("50");
  expect(await served(String((await deploy({ target: undefined })).url))).toBeNull();
});

it("a change of the Node version reaches only later deployments", async () => {
  const { deploy, json } = await withProject({ nodeVersion: "22.x" });
  const first = await deploy();
  await json("PATCH", "/v9/projects/twin-brains", { nodeVersion: "20.x" });
  const second = await deploy();
  const again = await json("GET", `/v13/deployments/${first.id}`);
  expect(again.body.projectSettings).toMatchObject({ nodeVersion: "22.x" });
  expect(second.projectSettings).toMatchObject({ nodeVersion: "20.x" });
});

it("a build goes from queued to ready and its URL is unknown before", async () => {
  const { json, edge, project } = await withProject();
  const made = await json("POST", "/v13/deployments", { project: project.id, gitSource });
  expect(made.body).toMatchObject({ readyState: "QUEUED", aliasAssigned: false, meta: { githubCommitRef: "main" } });
  await expect(edge.fetch(`https://${made.body.url}/`)).rejects.toThrow("ENOTFOUND");
});

it("a commit that does not build ends in ERROR, with its lines in the log, and production stays", async () => {
  const { git, deploy, setFlag, served, vercel } = await withProject({
    gitProviderOptions: { createDeployments: "disabled" },
  });
  await setFlag("0");
  await deploy();
  git.push(repository, "main", "Broken", { buildFailure: ["Type error: Cannot find name 'foo'."] });
  const failed = await deploy();
  expect(failed).toMatchObject({ readyState: "ERROR", errorCode: "BUILD_UTILS_SPAWN_1", aliasAssigned: false });
  expect(vercel.logsOf(String(failed.id))).toContain("Type error: Cannot find name 'foo'.");
  expect(await served("twin-brains.vercel.app")).toBe("0");
});

it("a deploy fault fails one build of the project it names", async () => {
  const { faults, deploy } = await withProject();
  faults.add({ kind: "deploy", at: "twin-brains", state: "ERROR" });
  expect(await deploy()).toMatchObject({ readyState: "ERROR" });
  expect(await deploy()).toMatchObject({ readyState: "READY" });
});

it("a fault of the aliases leaves a deployment ready without any", async () => {
  const { faults, deploy, vercel } = await withProject();
  faults.add({ kind: "deploy", at: "twin-brains", state: "ALIAS_ERROR" });
  expect(await deploy()).toMatchObject({
    readyState: "READY",
    aliasAssigned: false,
    aliasError: { code: "alias_failed" },
  });
  expect(vercel.inventory().vercelAliases).toEqual([]);
});

it("a ref that does not exist is refused with the vendor's code", async () => {
  const { json, project } = await withProject();
  const answer = await json("POST", "/v13/deployments", {
    project: project.id,
    gitSource: { ...gitSource, ref: "no" },
  });
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "incorrect_git_source_info" } } });
});

it("without automatic assignment a production deployment is staged until it is promoted", async () => {
  const { setFlag, deploy, served, json, project } = await withProject({ autoAssignCustomDomains: false });
  await json("POST", "/v10/projects/twin-brains/domains", { name: "app.twin-brains.example" });
  await setFlag("0");
  const first = await deploy();
  await json("POST", `/v10/projects/${project.id}/promote/${first.id}`);
  await setFlag("10");
  const second = await deploy();
  expect(second).toMatchObject({ readyState: "READY", readySubstate: "STAGED", aliasAssigned: true });
  expect(second.alias).not.toContain("app.twin-brains.example");
  expect(await served("app.twin-brains.example")).toBe("0");
  expect(await served(String(second.url))).toBe("10");

  expect((await json("POST", `/v10/projects/${project.id}/promote/${second.id}`)).status).toBe(201);
  expect(await served("app.twin-brains.example")).toBe("10");
  const after = await json("GET", `/v9/projects/${project.id}`);
  expect(after.body).toMatchObject({ autoAssignCustomDomains: false, targets: { production: { id: second.id } } });
});

it("a rollback moves the domains without a build and stages what is deployed after it, until a promotion", async () => {
  const { setFlag, deploy, served, json, project } = await withProject();
  await setFlag("0");
  const first = await deploy();
  await setFlag("10");
  const second = await deploy();
  expect((await json("POST", `/v1/projects/${project.id}/rollback/${first.id}`)).status).toBe(201);
  expect(await served("twin-brains.vercel.app")).toBe("0");
  await setFlag("50");
  const third = await deploy();
  expect(third).toMatchObject({ readySubstate: "STAGED" });
  expect(await served("twin-brains.vercel.app")).toBe("0");
  const candidates = await json("GET", `/v7/deployments?projectId=${project.id}&rollbackCandidate=true`);
  expect(candidates.body.deployments.map(({ uid }: { uid: string }) => uid)).toEqual([second.id]);

  await json("POST", `/v10/projects/${project.id}/promote/${third.id}`);
  expect(await served("twin-brains.vercel.app")).toBe("50");
  expect(await deploy()).toMatchObject({ readySubstate: "PROMOTED" });
});

it("a deployment that never served production cannot be rolled back to", async () => {
  const { deploy, json, project } = await withProject();
  const preview = await deploy({ target: undefined });
  const answer = await json("POST", `/v1/projects/${project.id}/rollback/${preview.id}`);
  expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
});

it("a push deploys a connected project: its production branch to production, others as previews", async () => {
  const { git, json, project, ...world } = await withProject();
  git.push(repository, "main", "Second release");
  git.push(repository, "feature/login", "Try");
  const list = await json("GET", `/v6/deployments?projectId=${project.id}`);
  expect(list.body.deployments).toMatchObject([
    { target: null, source: "git", meta: { githubCommitRef: "feature/login" } },
    { target: "production", source: "git", meta: { githubCommitRef: "main" } },
  ]);
  await built({ git, ...world }, list.body.deployments[0].uid);
  const branch = await world.edge.fetch("https://twin-brains-git-feature-login-acmebrains.vercel.app/");
  expect(branch.status).toBe(200);
});

it("a push deploys nothing when the project's Git settings forbid it", async () => {
  const { git, vercel } = await withProject({ gitProviderOptions: { createDeployments: "disabled" } });
  git.push(repository, "main", "Second release");
  expect(vercel.inventory().vercelDeployments).toEqual([]);
});

it("Standard Protection, a new project's default, asks for a login on generated URLs and leaves its domains open", async () => {
  const { deploy, edge } = await withProject({ ssoProtection: { deploymentType: "all_except_custom_domains" } });
  const { url } = await deploy();
  expect((await edge.fetch(`https://${url}/`)).status).toBe(401);
  expect((await edge.fetch("https://twin-brains.vercel.app/")).status).toBe(200);
});

it("deleting a project takes its deployments, aliases and domains out of the world", async () => {
  const { deploy, request, vercel, edge } = await withProject();
  const { url } = await deploy();
  expect((await request("DELETE", `/v8/projects/twin-brains${scope}`)).status).toBe(204);
  expect(Object.values(vercel.inventory()).flat()).toEqual([]);
  expect(edge.hosts()).toEqual([]);
  await expect(edge.fetch(`https://${url}/`)).rejects.toThrow("ENOTFOUND");
});

it("a domain without a deployment answers 404, and a redirect domain redirects", async () => {
  const { json, edge } = await withProject();
  await json("POST", "/v10/projects/twin-brains/domains", { name: "app.twin-brains.example" });
  await json("POST", "/v10/projects/twin-brains/domains", {
    name: "www.twin-brains.example",
    redirect: "app.twin-brains.example",
    redirectStatusCode: 307,
  });
  const missing = await edge.fetch("https://app.twin-brains.example/");
  expect([missing.status, missing.headers.get("x-vercel-error")]).toEqual([404, "DEPLOYMENT_NOT_FOUND"]);
  const moved = await edge.fetch("https://www.twin-brains.example/a?b=1", { redirect: "manual" });
  expect([moved.status, moved.headers.get("location")]).toEqual([307, "https://app.twin-brains.example/a?b=1"]);
});

it("two worlds that live the same story have the same ids", async () => {
  const ids = [];
  for (let run = 0; run < 2; run += 1) {
    const { deploy, project } = await withProject();
    const { id, url } = await deploy();
    ids.push([project.id, id, url]);
  }
  expect(ids[0]).toEqual(ids[1]);
});

it("after a reset the world is empty and works as before", async () => {
  const { deploy, vercel, edge, json, project } = await withProject();
  await deploy();
  await vercel.reset();
  expect(Object.values(vercel.inventory()).flat()).toEqual([]);
  expect(edge.hosts()).toEqual([]);
  const again = await json("POST", "/v8/projects", { name: "twin-brains" });
  expect(again.body.id).toBe(project.id);
});
