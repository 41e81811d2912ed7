import { type Context, Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import { deployOf, type RenderCore, serviceOf } from "../core.ts";
import type { DeployArgs } from "../deploys/deploys.ts";
import { commitOf, otherImage, sourceOf } from "../deploys/source.ts";
import { type Deploy, deployJson, isRunning, statuses, wasLive } from "../entities/deploy.ts";
import type { Service } from "../entities/service.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { between, enumParam } from "../http/query.ts";

const DeployPost = z.object({
  clearCache: z.enum(["clear", "do_not_clear"]).nullish(),
  commitId: z.string().min(7).nullish(),
  imageUrl: z.string().min(1).nullish(),
  deployMode: z.enum(["build_and_deploy", "deploy_only"]).nullish(),
});

/** Deploys and rollbacks of a service. @see https://api-docs.render.com/reference/create-deploy */
export function deployRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/services/:id/deploys", (c) => {
    const { id } = serviceOf(core, c.req.param("id"));
    const found = core.state.deploysOf(id).filter(filterOf(c));
    return c.json(
      page(
        c,
        "deploy",
        found,
        (deploy) => ordinal(deploy.sequence),
        (deploy) => deployJson(deploy),
      ),
    );
  });

  routes.post("/services/:id/deploys", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const body = await readBody(c, DeployPost);
    refuseSuspended(service);
    const busy = core.state.deploysOf(service.id).some(isRunning);
    const deploy = core.deploys.add(service, { trigger: "api", ...requested(core, service, body) });
    if (busy) return c.body(null, 202);
    await core.deploys.begun(deploy);
    service.updatedAt = core.state.moments.next();
    return c.json(deployJson(deploy), 201);
  });

  routes.get("/services/:id/deploys/:deployId", (c) =>
    c.json(deployJson(deployOf(core, serviceOf(core, c.req.param("id")), c.req.param("deployId")))),
  );

  routes.post("/services/:id/deploys/:deployId/cancel", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const deploy = deployOf(core, service, c.req.param("deployId"));
    if (service.type === "cron_job") throw badRequest("deploys of a cron job cannot be canceled");
    await core.deploys.cancel(deploy);
    return c.json(deployJson(deploy));
  });

  routes.post("/services/:id/rollback", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const { deployId } = await readBody(c, z.object({ deployId: z.string() }));
    const target = deployOf(core, service, deployId);
    refuseSuspended(service);
    if (!wasLive(target)) throw badRequest(`deploy ${deployId} was never live: it is ${target.status}`);
    const { commit, image, snapshot } = target;
    const again = { prebuilt: true, commit, image, ...(snapshot && { snapshot }) };
    return c.json(deployJson(core.deploys.add(service, { trigger: "rollback", ...again })), 201);
  });

  return routes;
}

/** What a deploy is asked to run. @throws ApiError 400 */
function requested(core: RenderCore, service: Service, body: z.infer<typeof DeployPost>): Omit<DeployArgs, "trigger"> {
  const { commitId, imageUrl, clearCache, deployMode } = body;
  if (commitId && service.type === "cron_job") throw badRequest("commitId: not supported for a cron job");
  if (deployMode === "deploy_only") {
    if (commitId || imageUrl || clearCache) throw badRequest("deployMode deploy_only allows no other field");
    const live = core.state.deploys.get(service.liveDeployId ?? "");
    if (!live) throw badRequest("deployMode deploy_only needs a live deploy");
    return { prebuilt: true, commit: live.commit, image: live.image };
  }
  if (commitId && imageUrl) throw badRequest("commitId and imageUrl exclude each other");
  if (commitId) return { commit: commitOf(core.git, service.settings, commitId) };
  return imageUrl ? otherImage(service.settings, imageUrl) : sourceOf(core.git, service.settings);
}

function refuseSuspended(service: Service): void {
  if (service.suspended) throw badRequest("cannot deploy suspended service");
}

function filterOf(c: Context): (deploy: Deploy) => boolean {
  const wanted = enumParam(c, "status", statuses);
  const [created, updated, finished] = [between(c, "created"), between(c, "updated"), between(c, "finished")];
  return (deploy) =>
    (wanted?.includes(deploy.status) ?? true) &&
    created(deploy.createdAt) &&
    updated(deploy.updatedAt) &&
    finished(deploy.finishedAt);
}
