import { Hono } from "hono";
import { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import { deploymentOf } from "../deploy-request.ts";
import type { Project } from "../entities.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { RollingRequest, rollingConfigOf } from "../rolling-config.ts";
import { rolloutAnswer } from "../rollout-answer.ts";
import { projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";

const Canary = z.strictObject({ canaryDeploymentId: z.string() });
const StateQuery = z.looseObject({ state: z.enum(["ACTIVE", "COMPLETE", "ABORTED"]).optional() });

/** Rolling releases: their configuration, and the one that runs. */
export function rollingReleaseRoutes(store: Store, traffic: Traffic): Hono {
  const app = new Hono();
  const root = "/projects/:project/rolling-release";
  const config = versions(`${root}/config`, 1);

  app.on("GET", config, (context) => context.json({ rollingRelease: configAnswer(projectAt(store, context)) }));
  app.on("PATCH", config, async (context) => {
    const project = projectAt(store, context);
    project.rolling = rollingConfigOf(await bodyOf(context, RollingRequest));
    return context.json({ rollingRelease: configAnswer(project) });
  });
  app.on("DELETE", config, (context) => {
    projectAt(store, context).rolling = undefined;
    return context.json({ rollingRelease: null });
  });
  app.on("GET", versions(`${root}/billing`, 1), (context) => {
    projectAt(store, context);
    return context.json({ reason: "available_slots", availableSlots: 1, message: "Rolling releases are available" });
  });

  app.on("GET", versions(root, 1), (context) => {
    const project = projectAt(store, context);
    const { state } = queryOf(context, StateQuery);
    const rollout = traffic.rollouts.of(project);
    return context.json({
      rollingRelease: rollout && (!state || rollout.state === state) ? rolloutAnswer(store, rollout) : null,
    });
  });
  app.on("POST", versions(`${root}/start`, 1), async (context) => {
    const project = projectAt(store, context);
    const { canaryDeploymentId } = await bodyOf(context, Canary);
    if (!project.rolling?.enabled) throw badRequest("Rolling releases are not enabled for the project");
    traffic.promote(project, deploymentOf(store, project, canaryDeploymentId));
    return told(project);
  });
  app.on("POST", versions(`${root}/approve-stage`, 1), async (context) => {
    const project = projectAt(store, context);
    const { canaryDeploymentId, nextStageIndex } = await bodyOf(
      context,
      Canary.extend({ nextStageIndex: z.number().int(), activeStageIndex: z.number().int().optional() }),
    );
    requireActive(project, canaryDeploymentId);
    if (nextStageIndex !== (project.rollout?.stage ?? 0) + 1)
      throw badRequest(`The next stage is ${(project.rollout?.stage ?? 0) + 1}, not ${nextStageIndex}`);
    traffic.advance(project, nextStageIndex);
    return told(project);
  });
  app.on("POST", versions(`${root}/complete`, 1), async (context) => {
    const project = projectAt(store, context);
    const { canaryDeploymentId } = await bodyOf(context, Canary);
    requireActive(project, canaryDeploymentId);
    traffic.advance(project, (project.rollout?.stages.length ?? 1) - 1);
    return told(project);
  });

  const requireActive = (project: Project, canaryDeploymentId: string) => {
    const rollout = traffic.rollouts.of(project);
    if (rollout?.state !== "ACTIVE") throw notFound("The project has no active rolling release");
    if (rollout.canaryDeploymentId !== canaryDeploymentId)
      throw badRequest("The deployment is not the canary of the active rolling release");
  };
  const told = ({ rollout }: Project) =>
    Response.json({ rollingRelease: rollout ? rolloutAnswer(store, rollout) : null });
  return app;
}

const configAnswer = ({ rolling }: Project) => (rolling ? { target: "production", ...rolling } : null);
