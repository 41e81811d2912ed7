import { Backend } from "../components/backend.ts";
import { PostDeploy } from "../components/post-deploy.ts";
import { refuseUnsafe } from "../components/refuse-unsafe.ts";
import { Site } from "../components/site.ts";
import { loadStackConfig } from "../config/load-from-pulumi.ts";

const { config, secrets } = loadStackConfig();
refuseUnsafe(config);

const { app, deploys, env, frontend, rollout, services, vercel } = config;
const url = frontend && `https://${frontend.domains[0]}`;
const outputs = {
  ...(url && { "frontend.url": url }),
  ...(config.origins && { origins: config.origins.join(",") }),
};
const checksOf = (target: string) => config.smokeChecks.filter((check) => check.target === target);

const scope = { secrets, outputs };
const backend = new Backend("backend", { app, owner: config.render.owner, deploys, services, env, scope });
const backendChecks = new PostDeploy("api", {
  checks: checksOf("api"),
  url: backend.apiUrl,
  covers: backend.deployIds,
  secrets,
});

// The backend is live and healthy before anything of the frontend changes (S1.11, S2.3).
const site =
  frontend &&
  vercel &&
  new Site(
    "site",
    {
      app,
      team: vercel.team,
      deploys,
      frontend,
      env: env.frontend,
      scope: { secrets, outputs: { ...outputs, "api.url": backend.apiUrl } },
      rollout,
      subject: {
        project: frontend.name,
        owner: config.render.owner,
        services: namesOf(services),
        ...(frontend.domains[0] && { domain: frontend.domains[0] }),
      },
      migrations: migrationsOf(services),
      checks: checksOf("frontend"),
    },
    { dependsOn: [backendChecks] },
  );

function namesOf({ api, worker, scheduler }: typeof services) {
  return { api: api.name, ...(worker && { worker: worker.name }), ...(scheduler && { scheduler: scheduler.name }) };
}

/** What runs before the backend's deploys, each command once. */
function migrationsOf({ api, worker }: typeof services) {
  return [...new Set([api, worker].flatMap((service) => service?.preDeployCommand ?? []))];
}

export const apiUrl = backend.apiUrl;
export const apiServiceId = backend.apiId;
export const apiDeployId = backend.apiDeployId;
export const frontendUrl = url;
export const frontendProjectId = site?.projectId;
export const frontendDeploymentId = site?.deploymentId;
export const rolloutPercent = site?.percent;
