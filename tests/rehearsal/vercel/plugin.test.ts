import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { expect, it, onTestFinished } from "vitest";
import { decode, encode, Unknown } from "../../../providers/protocol/wire.ts";
import { VercelClient } from "../../../rehearsal/plugins/vercel/client.ts";
import { untilAssigned } from "../../../rehearsal/plugins/vercel/resources/deployment-wait.ts";
import { ProjectInputs } from "../../../rehearsal/plugins/vercel/resources/project-inputs.ts";
import { inputsOf, patchFor, stateOf } from "../../../rehearsal/plugins/vercel/resources/project-requests.ts";
import { importParts, withoutSameTeam } from "../../../rehearsal/plugins/vercel/teams.ts";
import { startVercelPlugin } from "../../../rehearsal/plugins/vercel/vercel.ts";
import { ask, rpc, TestEngine } from "../../providers/protocol/engine.ts";
import { repository, teamId, vercelForTest } from "./world.ts";

it.each(["https://api.vercel.com", "http://127.0.0.1.example:1", "not a URL", undefined])(
  "refuses to start for an address outside of loopback: %s",
  async (VERCEL_BASE_URL) => {
    await expect(startVercelPlugin({ env: { VERCEL_BASE_URL } })).rejects.toThrow(/only a loopback address/);
  },
);

it("a project's creation is previewed with what it declares, and unknown where Vercel fills in the rest", async () => {
  const plugin = await startVercelPlugin({ env: { VERCEL_BASE_URL: "http://127.0.0.1:1" } });
  const engine = await TestEngine.start();
  onTestFinished(async () => {
    engine.close();
    await plugin.close();
  });
  const request = new provider.CreateRequest().setUrn("urn:pulumi:test::a::vercel:index/project:Project::site");
  const declared = { name: "twin-brains", gitForkProtection: false };
  const client = await engine.connect(plugin.port);
  const response = await ask(client, rpc.create, request.setProperties(encode(declared)).setPreview(true));

  const properties = decode(response.getProperties());
  expect(properties).toMatchObject({ ...declared, nodeVersion: new Unknown(), teamId: new Unknown() });
  expect(properties).not.toHaveProperty("buildCommand");
});

it("stops waiting for a build as soon as it is told to", async () => {
  const { vercel, request } = await vercelForTest({ buildMs: 60_000 });
  await request("POST", `/v8/projects?teamId=${teamId}`, { name: "twin-brains" });
  const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" };
  const made = await request("POST", `/v13/deployments?teamId=${teamId}`, { project: "twin-brains", gitSource });
  const { id } = (await made.json()) as { id: string };
  const stop = new AbortController();
  const lines: string[] = [];
  const call = {
    client: new VercelClient(vercel.url, vercel.token, teamId),
    urn: "urn",
    name: "deployment",
    signal: stop.signal,
    progress: (line: string) => {
      lines.push(line);
      stop.abort();
    },
    log: () => {},
  };
  await expect(untilAssigned(call, id, { teamId })).rejects.toThrow(/abort/i);
  expect(lines).toEqual([`deployment ${id} is queued`]);
});

const declared = ProjectInputs.parse({
  name: "twin-brains",
  buildCommand: "npm run build",
  nodeVersion: "20.x",
  gitRepository: { type: "github", repo: repository },
  gitProviderOptions: { createDeployments: false },
});
const live = stateOf(
  {
    id: "prj_1",
    name: "twin-brains",
    buildCommand: "npm run build",
    nodeVersion: "20.x",
    gitForkProtection: true,
    link: { type: "github", org: "acme-brains", repo: "twin-brains", productionBranch: "main" },
    gitProviderOptions: { createDeployments: "disabled", gitCommitStatus: true },
  },
  teamId,
);

it("a project read back as it was declared has the declared inputs", () => {
  expect(inputsOf("twin-brains", live, declared)).toEqual(declared);
});

it("a project's outputs hold what the vendor decided", () => {
  expect(live).toMatchObject({
    gitForkProtection: true,
    gitRepository: { productionBranch: "main" },
    vercelAuthentication: { deploymentType: "none" },
  });
});

it("what somebody set at Vercel and no program declares is drift only where leaving it out clears it", () => {
  const changed = { ...live, installCommand: "yarn", directoryListing: true };
  expect(inputsOf("twin-brains", changed, declared)).toEqual({ ...declared, installCommand: "yarn" });
});

it("a change sends only what changed, and null for a text that is gone", () => {
  const { buildCommand: _gone, ...want } = { ...declared, nodeVersion: "22.x" as const };
  const patch = patchFor(want, [
    { path: "nodeVersion", kind: "update" },
    { path: "buildCommand", kind: "delete" },
  ]);
  expect(patch).toEqual({ nodeVersion: "22.x", buildCommand: null });
});

it("naming the team that a resource is in already changes nothing, another one does", () => {
  const change = [{ path: "teamId", kind: "add", replace: true }] as const;
  expect(withoutSameTeam(change, teamId, { teamId })).toEqual([]);
  expect(withoutSameTeam(change, teamId, { teamId: "team_other" })).toEqual(change);
});

it.each([
  ["prj_1/abc", { projectId: "prj_1", rest: "abc" }],
  ["team_1/prj_1/abc", { teamId: "team_1", projectId: "prj_1", rest: "abc" }],
  ["abc", undefined],
  ["prj_1/", undefined],
])("reads the import id %s", (id, parts) => {
  expect(importParts(id)).toEqual(parts);
});

it("S2.3 builds a deployment with its own environment, which goes before the project's", async () => {
  const { vercel, request, edge } = await vercelForTest();
  const plugin = await startVercelPlugin({ env: { VERCEL_BASE_URL: vercel.url, VERCEL_API_TOKEN: vercel.token } });
  const engine = await TestEngine.start();
  onTestFinished(async () => {
    engine.close();
    await plugin.close();
  });
  const link = { type: "github", repo: repository };
  const made = await request("POST", `/v8/projects?teamId=${teamId}`, {
    ...{ name: "twin-brains", gitRepository: link, ssoProtection: null },
  });
  const { id: projectId } = (await made.json()) as { id: string };
  await request("POST", `/v10/projects/${projectId}/env?teamId=${teamId}`, {
    ...{ key: "V2_ROLLOUT_PERCENT", value: "10", type: "plain", target: ["production"] },
  });
  const declared = { projectId, teamId, ref: "main", production: true, environment: { V2_ROLLOUT_PERCENT: "0" } };
  const client = await engine.connect(plugin.port);
  const urn = "urn:pulumi:test::a::vercel:index/deployment:Deployment::zero-twin";
  const create = new provider.CreateRequest().setUrn(urn).setProperties(encode(declared));

  const { url } = decode((await ask(client, rpc.create, create)).getProperties());

  expect(await (await edge.fetch(`https://${url}/`)).json()).toMatchObject({ percent: "0" });
});
