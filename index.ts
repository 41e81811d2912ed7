import { Backend } from "./components/backend.ts";
import { isSecret, resolveEnv } from "./components/env.ts";
import { Frontend } from "./components/frontend.ts";
import { PostDeploy } from "./components/post-deploy.ts";
import { refuseUnsafe } from "./components/refuse-unsafe.ts";
import { Rollout } from "./components/rollout.ts";
import { loadStackConfig } from "./config/load-from-pulumi.ts";

const { config, secrets } = loadStackConfig();
refuseUnsafe(config);

const { app, env, services, rollout: declared } = config;
const site = { "frontend.url": `https://${config.frontend.domains[0]}`, origins: config.origins.join(",") };
const checksOf = (target: string) => config.smokeChecks.filter((check) => check.target === target);

const backend = new Backend("backend", {
  app,
  owner: config.render.owner,
  api: services.api,
  env: resolveEnv(env.backend, { secrets, outputs: site }),
});
const backendChecks = new PostDeploy("api", {
  checks: checksOf("api"),
  url: backend.apiUrl,
  covers: [backend.apiDeployId],
});

// The backend is live and healthy before anything of the frontend changes (S1.11, S2.3).
const frontend = new Frontend(
  "frontend",
  {
    app,
    team: config.vercel.team,
    frontend: config.frontend,
    env: resolveEnv(env.frontend, { secrets, outputs: { ...site, "api.url": backend.apiUrl } }),
    sensitive: new Set(Object.keys(env.frontend).filter((key) => isSecret(env.frontend[key]))),
  },
  { dependsOn: [backendChecks] },
);
const rollout = new Rollout(
  "rollout",
  {
    team: config.vercel.team,
    projectId: frontend.projectId,
    ref: app.branch,
    rollout: declared,
    builtFrom: frontend.builtFrom,
  },
  { dependsOn: [frontend] },
);
new PostDeploy(
  "frontend",
  { checks: checksOf("frontend"), url: site["frontend.url"], covers: [rollout.deploymentId] },
  { dependsOn: [rollout] },
);

export const apiUrl = backend.apiUrl;
export const apiServiceId = backend.apiId;
export const apiDeployId = backend.apiDeployId;
export const frontendUrl = site["frontend.url"];
export const frontendProjectId = frontend.projectId;
export const frontendDeploymentId = rollout.deploymentId;
export const rolloutPercent = rollout.percent;
