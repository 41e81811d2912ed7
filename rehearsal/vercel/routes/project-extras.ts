import { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import type { Project } from "../entities.ts";
import { code } from "../ids.ts";
import { projectAnswer, protectionBypassAnswer } from "../project-answer.ts";
import { bodyOf } from "../requests.ts";
import { projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";

const Period = z.enum(["1d", "1w", "1m", "2m", "3m", "6m", "1y", "unlimited"]);
const Retention = z.strictObject({
  expiration: Period.optional(),
  expirationProduction: Period.optional(),
  expirationCanceled: Period.optional(),
  expirationErrored: Period.optional(),
});
const Bypass = z.strictObject({
  generate: z.strictObject({ secret: z.string().length(32).optional(), note: z.string().optional() }).optional(),
  revoke: z.strictObject({ secret: z.string(), regenerate: z.boolean() }).optional(),
  update: z
    .strictObject({ secret: z.string(), isEnvVar: z.boolean().optional(), note: z.string().optional() })
    .optional(),
});

/** Settings of a project that have routes of their own: crons, retention, pause, protection bypass. */
export function projectExtraRoutes(store: Store, traffic: Traffic): Hono {
  const app = new Hono();
  const one = "/projects/:project";
  const pause = (project: Project, paused: boolean) => {
    project.paused = paused;
    traffic.rerouteAll(project);
  };

  app.on("PATCH", versions(`${one}/crons`, 1), async (context) => {
    const project = projectAt(store, context);
    const { enabled } = await bodyOf(context, z.strictObject({ enabled: z.boolean() }));
    project.cronsDisabledAt = enabled ? undefined : (project.cronsDisabledAt ?? store.now());
    project.updatedAt = store.now();
    return context.json(projectAnswer(store, project));
  });

  app.on("PATCH", versions(`${one}/deployment-expiration`, 9), async (context) => {
    const project = projectAt(store, context);
    const given = await bodyOf(context, Retention);
    const never = {
      expiration: "unlimited",
      expirationProduction: "unlimited",
      expirationCanceled: "unlimited",
      expirationErrored: "unlimited",
    };
    project.retention = { ...never, ...project.retention, ...JSON.parse(JSON.stringify(given)) };
    return context.json({ deploymentExpiration: project.retention });
  });

  app.on("POST", versions(`${one}/pause`, 1), (context) => {
    pause(projectAt(store, context), true);
    return context.body(null, 200);
  });
  app.on("POST", versions(`${one}/unpause`, 1), (context) => {
    pause(projectAt(store, context), false);
    return context.body(null, 200);
  });

  app.on("PATCH", versions(`${one}/protection-bypass`, 1, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const { generate, revoke, update } = await bodyOf(context, Bypass);
    if (update) change(project, update);
    if (revoke) take(project, revoke.secret);
    if (generate || revoke?.regenerate || (!update && !revoke)) {
      const secret = generate?.secret ?? code(store.ids.seed("protection bypass"), 32);
      const first = project.protectionBypass.size === 0;
      project.protectionBypass.set(secret, { createdAt: store.now(), note: generate?.note, isEnvVar: first });
    }
    return context.json({ protectionBypass: protectionBypassAnswer(store, project) });
  });

  return app;
}

/** One secret of a project is always the one that deployments get. */
function change(
  { protectionBypass }: Project,
  { secret, isEnvVar, note }: NonNullable<z.output<typeof Bypass>["update"]>,
): void {
  const bypass = protectionBypass.get(secret);
  if (!bypass) throw badRequest("The secret does not exist");
  if (isEnvVar === false && bypass.isEnvVar)
    throw badRequest("Another secret must become the environment variable first");
  if (isEnvVar) for (const other of protectionBypass.values()) other.isEnvVar = other === bypass;
  if (note !== undefined) bypass.note = note;
}

function take({ protectionBypass }: Project, secret: string): void {
  const bypass = protectionBypass.get(secret);
  if (!bypass) throw badRequest("The secret does not exist");
  protectionBypass.delete(secret);
  const [next] = protectionBypass.values();
  if (bypass.isEnvVar && next) next.isEnvVar = true;
}
