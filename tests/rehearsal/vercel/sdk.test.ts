import { createHash } from "node:crypto";
import { aliasesAssignAlias } from "@vercel/sdk/funcs/aliasesAssignAlias.js";
import { aliasesDeleteAlias } from "@vercel/sdk/funcs/aliasesDeleteAlias.js";
import { aliasesGetAlias } from "@vercel/sdk/funcs/aliasesGetAlias.js";
import { aliasesListAliases } from "@vercel/sdk/funcs/aliasesListAliases.js";
import { aliasesListDeploymentAliases } from "@vercel/sdk/funcs/aliasesListDeploymentAliases.js";
import { deploymentsCancelDeployment } from "@vercel/sdk/funcs/deploymentsCancelDeployment.js";
import { deploymentsCreateDeployment } from "@vercel/sdk/funcs/deploymentsCreateDeployment.js";
import { deploymentsDeleteDeployment } from "@vercel/sdk/funcs/deploymentsDeleteDeployment.js";
import { deploymentsGetDeployment } from "@vercel/sdk/funcs/deploymentsGetDeployment.js";
import { deploymentsGetDeploymentEvents } from "@vercel/sdk/funcs/deploymentsGetDeploymentEvents.js";
import { deploymentsGetDeployments } from "@vercel/sdk/funcs/deploymentsGetDeployments.js";
import { deploymentsUploadFile } from "@vercel/sdk/funcs/deploymentsUploadFile.js";
import { logsGetRuntimeLogs } from "@vercel/sdk/funcs/logsGetRuntimeLogs.js";
import { projectsAddProjectDomain } from "@vercel/sdk/funcs/projectsAddProjectDomain.js";
import { projectsCreateProject } from "@vercel/sdk/funcs/projectsCreateProject.js";
import { projectsCreateProjectEnv } from "@vercel/sdk/funcs/projectsCreateProjectEnv.js";
import { projectsDeleteProject } from "@vercel/sdk/funcs/projectsDeleteProject.js";
import { projectsEditProjectEnv } from "@vercel/sdk/funcs/projectsEditProjectEnv.js";
import { projectsFilterProjectEnvs } from "@vercel/sdk/funcs/projectsFilterProjectEnvs.js";
import { projectsGetProject } from "@vercel/sdk/funcs/projectsGetProject.js";
import { projectsGetProjectDomain } from "@vercel/sdk/funcs/projectsGetProjectDomain.js";
import { projectsGetProjectDomains } from "@vercel/sdk/funcs/projectsGetProjectDomains.js";
import { projectsGetProjectEnv } from "@vercel/sdk/funcs/projectsGetProjectEnv.js";
import { projectsGetProjects } from "@vercel/sdk/funcs/projectsGetProjects.js";
import { projectsListPromoteAliases } from "@vercel/sdk/funcs/projectsListPromoteAliases.js";
import { projectsRemoveProjectDomain } from "@vercel/sdk/funcs/projectsRemoveProjectDomain.js";
import { projectsRemoveProjectEnv } from "@vercel/sdk/funcs/projectsRemoveProjectEnv.js";
import { projectsRequestPromote } from "@vercel/sdk/funcs/projectsRequestPromote.js";
import { projectsRequestRollback } from "@vercel/sdk/funcs/projectsRequestRollback.js";
import { projectsUpdateProject } from "@vercel/sdk/funcs/projectsUpdateProject.js";
import { projectsUpdateProjectDomain } from "@vercel/sdk/funcs/projectsUpdateProjectDomain.js";
import { projectsUpdateProjectProtectionBypass } from "@vercel/sdk/funcs/projectsUpdateProjectProtectionBypass.js";
import { projectsVerifyProjectDomain } from "@vercel/sdk/funcs/projectsVerifyProjectDomain.js";
import { teamsGetTeam } from "@vercel/sdk/funcs/teamsGetTeam.js";
import { teamsGetTeams } from "@vercel/sdk/funcs/teamsGetTeams.js";
import { userGetAuthUser } from "@vercel/sdk/funcs/userGetAuthUser.js";
import { expect, it } from "vitest";
import { answered, built, repository, teamId, vercelForTest } from "./world.ts";

const project = { idOrName: "twin-brains", teamId };
const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" } as const;

async function withProject() {
  const world = await vercelForTest();
  const made = await answered(
    projectsCreateProject(world.client, {
      teamId,
      requestBody: {
        name: "twin-brains",
        framework: "nextjs",
        rootDirectory: "frontend",
        gitRepository: { type: "github", repo: repository },
      },
    }),
  );
  return { ...world, made };
}

async function withDeployment(target: "production" | undefined = "production") {
  const world = await withProject();
  const deployment = await deploy(world, target);
  return { ...world, deployment };
}

async function deploy(world: Awaited<ReturnType<typeof vercelForTest>>, target: "production" | undefined) {
  const made = await answered(
    deploymentsCreateDeployment(world.client, {
      teamId,
      requestBody: { name: "twin-brains", project: "twin-brains", gitSource, ...(target ? { target } : {}) },
    }),
  );
  await built(world, made.id);
  return made;
}

it("the SDK reads the user and the teams", async () => {
  const { client } = await vercelForTest();
  const { user } = (await answered(userGetAuthUser(client))) ?? {};
  expect(user).toMatchObject({ username: "rehearsal" });
  expect(await answered(teamsGetTeams(client, {}))).toMatchObject({ teams: [{ id: teamId, slug: "acmebrains" }] });
  expect(await answered(teamsGetTeam(client, { teamId: "acmebrains" }))).toMatchObject({ id: teamId });
});

it("the SDK creates, reads, changes, lists and deletes a project", async () => {
  const { client, made } = await withProject();
  expect(made).toMatchObject({ name: "twin-brains", accountId: teamId, nodeVersion: "24.x", framework: "nextjs" });
  expect(made.id).toMatch(/^prj_[0-9A-Za-z]{28}$/);
  expect(await answered(projectsGetProject(client, project))).toEqual(made);

  const changed = await answered(
    projectsUpdateProject(client, { ...project, requestBody: { nodeVersion: "20.x", buildCommand: "npm run build" } }),
  );
  expect(changed).toMatchObject({
    id: made.id,
    nodeVersion: "20.x",
    buildCommand: "npm run build",
    rootDirectory: "frontend",
  });
  const cleared = await answered(projectsUpdateProject(client, { ...project, requestBody: { buildCommand: null } }));
  expect(cleared).toMatchObject({ buildCommand: null, nodeVersion: "20.x" });
  expect(await answered(projectsGetProjects(client, { teamId }))).toMatchObject({ projects: [{ id: made.id }] });

  await answered(projectsDeleteProject(client, project));
  await expect(answered(projectsGetProject(client, project))).rejects.toMatchObject({ statusCode: 404 });
});

it("the SDK makes, lists, reads, changes and removes environment variables", async () => {
  const { client } = await withProject();
  const made = await answered(
    projectsCreateProjectEnv(client, {
      ...project,
      requestBody: { key: "V2_ROLLOUT_PERCENT", value: "0", type: "encrypted", target: ["production"] },
    }),
  );
  const { id } = made.created as { id: string };
  expect(id).toMatch(/^[0-9A-Za-z]{16}$/);
  expect(made.failed).toEqual([]);

  const several = await answered(
    projectsCreateProjectEnv(client, {
      ...project,
      requestBody: [
        { key: "A", value: "1", type: "plain", target: ["preview"] },
        { key: "V2_ROLLOUT_PERCENT", value: "9", type: "encrypted", target: ["production", "preview"] },
      ],
    }),
  );
  expect(several.created).toMatchObject([{ key: "A", value: "1" }]);
  expect(several.failed).toMatchObject([{ error: { code: "ENV_CONFLICT", envVarKey: "V2_ROLLOUT_PERCENT" } }]);

  const list = await answered(projectsFilterProjectEnvs(client, { ...project, decrypt: "true" }));
  expect(list).toMatchObject({ envs: [{ id, value: "0", type: "encrypted" }, { key: "A" }], pagination: { count: 2 } });
  expect(await answered(projectsGetProjectEnv(client, { ...project, id }))).toMatchObject({
    value: "0",
    decrypted: true,
  });
  await answered(projectsEditProjectEnv(client, { ...project, id, requestBody: { value: "10" } }));
  expect(await answered(projectsGetProjectEnv(client, { ...project, id }))).toMatchObject({
    value: "10",
    key: "V2_ROLLOUT_PERCENT",
  });
  await answered(projectsRemoveProjectEnv(client, { ...project, id }));
  await expect(answered(projectsGetProjectEnv(client, { ...project, id }))).rejects.toMatchObject({ statusCode: 404 });
});

it("the SDK adds, reads, changes, verifies and removes domains", async () => {
  const { client } = await withProject();
  const domain = "app.twin-brains.example";
  const added = await answered(projectsAddProjectDomain(client, { ...project, requestBody: { name: domain } }));
  expect(added).toMatchObject({ name: domain, apexName: "twin-brains.example", verified: true });
  expect(await answered(projectsGetProjectDomain(client, { ...project, domain }))).toEqual(added);
  expect(await answered(projectsGetProjectDomains(client, project))).toMatchObject({
    domains: expect.arrayContaining([expect.objectContaining({ name: "twin-brains.vercel.app" })]),
  });
  expect(await answered(projectsVerifyProjectDomain(client, { ...project, domain }))).toMatchObject({ verified: true });
  const changed = await answered(
    projectsUpdateProjectDomain(client, {
      ...project,
      domain,
      requestBody: { redirect: "twin-brains.vercel.app", redirectStatusCode: 307 },
    }),
  );
  expect(changed).toMatchObject({ redirect: "twin-brains.vercel.app", redirectStatusCode: 307 });
  await answered(projectsRemoveProjectDomain(client, { ...project, domain }));
  await expect(answered(projectsGetProjectDomain(client, { ...project, domain }))).rejects.toMatchObject({
    statusCode: 404,
  });
});

it("the SDK makes a deployment, sees it become ready, and deletes it", async () => {
  const world = await withProject();
  const { client } = world;
  const requestBody = { name: "twin-brains", project: "twin-brains", gitSource, target: "production" };
  const made = await answered(deploymentsCreateDeployment(client, { teamId, requestBody }));
  expect(made).toMatchObject({ readyState: "QUEUED", aliasAssigned: false });
  expect(made.id).toMatch(/^dpl_[0-9A-Za-z]{28}$/);
  expect(made).toMatchObject({ url: expect.stringMatching(/^twin-brains-[0-9a-z]{9}-acmebrains\.vercel\.app$/) });
  await built(world, made.id);

  const ready = await answered(deploymentsGetDeployment(client, { teamId, idOrUrl: made.id }));
  expect(ready).toMatchObject({
    readyState: "READY",
    readySubstate: "PROMOTED",
    aliasAssigned: true,
    target: "production",
    alias: [
      "twin-brains-git-main-acmebrains.vercel.app",
      "twin-brains.vercel.app",
      "twin-brains-acmebrains.vercel.app",
    ],
  });
  const byUrl = await answered(deploymentsGetDeployment(client, { teamId, idOrUrl: "twin-brains.vercel.app" }));
  expect(byUrl.id).toBe(made.id);
  const list = await answered(
    deploymentsGetDeployments(client, { teamId, projectId: "twin-brains", target: "production" }),
  );
  expect(list.deployments.map(({ uid, readyState }) => [uid, readyState])).toEqual([[made.id, "READY"]]);
  const current = await answered(projectsGetProject(client, project));
  expect(current.targets?.production).toMatchObject({ id: made.id, readySubstate: "PROMOTED" });

  expect(await answered(deploymentsDeleteDeployment(client, { teamId, id: made.id }))).toEqual({
    uid: made.id,
    state: "DELETED",
  });
  await expect(answered(deploymentsGetDeployment(client, { teamId, idOrUrl: made.id }))).rejects.toMatchObject({
    statusCode: 404,
  });
});

it("the SDK cancels a deployment that is still being built", async () => {
  const { client } = await withProject();
  const requestBody = { name: "twin-brains", project: "twin-brains", gitSource };
  const { id } = await answered(deploymentsCreateDeployment(client, { teamId, requestBody }));
  const cancelled = await answered(deploymentsCancelDeployment(client, { teamId, id }));
  expect(cancelled).toMatchObject({ id, readyState: "CANCELED" });
});

it("the SDK reads what a build printed and what a deployment logged", async () => {
  const { client, edge, deployment, made } = await withDeployment();
  const events = await answered(deploymentsGetDeploymentEvents(client, { teamId, idOrUrl: deployment.id }));
  expect(events).toEqual(expect.arrayContaining([expect.objectContaining({ text: "npm run build", type: "command" })]));
  await edge.fetch("https://twin-brains.vercel.app/hello");
  const row = await answered(logsGetRuntimeLogs(client, { teamId, projectId: made.id, deploymentId: deployment.id }));
  expect(row).toMatchObject({
    message: "seen /hello",
    requestPath: "/hello",
    responseStatusCode: 200,
    domain: "twin-brains.vercel.app",
  });
});

it("the SDK uploads a file, and a deployment from files wants nothing else", async () => {
  const world = await withProject();
  const { client } = world;
  const content = new TextEncoder().encode("export default () => null;\n");
  const sha = createHash("sha1").update(content).digest("hex");
  const files = [{ file: "pages/index.tsx", sha, size: content.length }];
  const requestBody = { name: "twin-brains", project: "twin-brains", files };
  const refused = answered(deploymentsCreateDeployment(client, { teamId, requestBody }));
  await expect(refused).rejects.toMatchObject({
    statusCode: 400,
    body: expect.stringContaining(`"missing":["${sha}"]`),
  });
  await answered(
    deploymentsUploadFile(client, { teamId, xVercelDigest: sha, contentLength: content.length, requestBody: content }),
  );
  const made = await answered(deploymentsCreateDeployment(client, { teamId, requestBody }));
  expect(await built(world, made.id)).toMatchObject({ readyState: "READY", source: "cli" });
});

it("the SDK assigns, reads, lists and deletes aliases", async () => {
  const { client, deployment } = await withDeployment(undefined);
  const made = await answered(
    aliasesAssignAlias(client, { teamId, id: deployment.id, requestBody: { alias: "canary-twin" } }),
  );
  expect(made).toMatchObject({ alias: "canary-twin.vercel.app" });
  const one = await answered(aliasesGetAlias(client, { teamId, idOrAlias: made.alias }));
  expect(one).toMatchObject({ uid: made.uid, deploymentId: deployment.id });
  const ofOne = await answered(aliasesListDeploymentAliases(client, { teamId, id: deployment.id }));
  expect(ofOne.aliases.map(({ alias }) => alias)).toContain(made.alias);
  const all = await answered(aliasesListAliases(client, { teamId }));
  expect(all.aliases.map(({ uid }) => uid)).toContain(made.uid);
  expect(await answered(aliasesDeleteAlias(client, { teamId, aliasId: made.uid }))).toEqual({ status: "SUCCESS" });
  await expect(answered(aliasesGetAlias(client, { teamId, idOrAlias: made.alias }))).rejects.toMatchObject({
    statusCode: 404,
  });
});

it("the SDK rolls back and promotes, and lists the aliases that followed", async () => {
  const world = await withDeployment();
  const { client, made, deployment: first } = world;
  const second = await deploy(world, "production");
  await answered(projectsRequestRollback(client, { teamId, projectId: made.id, deploymentId: first.id }));
  const rolledBack = await answered(projectsGetProject(client, project));
  expect(rolledBack).toMatchObject({
    autoAssignCustomDomains: false,
    lastAliasRequest: { type: "rollback", fromDeploymentId: second.id, toDeploymentId: first.id },
  });
  await answered(projectsRequestPromote(client, { teamId, projectId: made.id, deploymentId: second.id }));
  expect(await answered(projectsGetProject(client, project))).toMatchObject({ autoAssignCustomDomains: true });
  const { aliases } = (await answered(projectsListPromoteAliases(client, { teamId, projectId: made.id }))) as {
    aliases: { alias: string; status: string }[];
  };
  expect(aliases).toContainEqual(expect.objectContaining({ alias: "twin-brains.vercel.app", status: "completed" }));
});

it("the SDK makes a secret that passes Deployment Protection", async () => {
  const { client, edge, deployment } = await withDeployment(undefined);
  const answer = await answered(
    projectsUpdateProjectProtectionBypass(client, { ...project, requestBody: { generate: {} } }),
  );
  const [secret = ""] = Object.keys(answer.protectionBypass ?? {});
  const url = `https://${(deployment as unknown as { url: string }).url}/`;
  expect((await edge.fetch(url)).status).toBe(401);
  expect((await edge.fetch(url, { headers: { "x-vercel-protection-bypass": secret } })).status).toBe(200);
});
