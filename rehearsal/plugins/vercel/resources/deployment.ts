import { deploymentsDeleteDeployment } from "@vercel/sdk/funcs/deploymentsDeleteDeployment.js";
import { deploymentsGetDeployment } from "@vercel/sdk/funcs/deploymentsGetDeployment.js";
import { projectsGetProject } from "@vercel/sdk/funcs/projectsGetProject.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";
import { withoutSameTeam } from "../teams.ts";
import { unsupported } from "../unsupported.ts";
import { DeploymentAnswer, untilAssigned } from "./deployment-wait.ts";
import { Framework } from "./project-fields.ts";

const text = z.string().min(1).optional();

const Inputs = z.strictObject({
  projectId: z.string().min(1),
  ref: z.string({ error: "is required: deployments from files are not supported by the rehearsal's stand-in" }).min(1),
  production: z.boolean().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  meta: z.record(z.string(), z.string()).optional(),
  deleteOnDestroy: z.boolean().optional(),
  projectSettings: z
    .strictObject({
      buildCommand: text,
      framework: Framework.optional(),
      installCommand: text,
      outputDirectory: text,
      rootDirectory: text,
    })
    .optional(),
  teamId: text,
  customEnvironmentId: text,
  files: unsupported,
  pathPrefix: unsupported,
});
const State = z.object({
  url: z.string(),
  domains: z.array(z.string()),
  production: z.boolean(),
  meta: z.record(z.string(), z.string()),
  teamId: z.string().optional(),
});

const Made = z.object({ id: z.string() });

/** A deployment of a commit. It never changes: all but `deleteOnDestroy` replaces it, and unless that is set it outlives its resource. */
export const deployment = defineResource<VercelClient>()({
  type: "vercel:index/deployment:Deployment",
  description: "A Vercel deployment.",
  inputs: Inputs,
  state: State,
  secrets: ["environment"],
  replaceOn: [
    "customEnvironmentId",
    "environment",
    "meta",
    "production",
    "projectId",
    "projectSettings",
    "ref",
    "teamId",
  ],

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create(call, want) {
    const { client, signal } = call;
    const scope = client.scope(want.teamId);
    const { projectId, ref, environment, meta, production } = want;
    const { link } = await client.ask(projectsGetProject, { ...scope, idOrName: projectId }, signal);
    if (link?.type !== "github" || link.repo === undefined)
      throw new UserError(
        "VERCEL_NO_REPOSITORY",
        `The project ${projectId} has no GitHub repository to deploy ${ref} from; set its gitRepository`,
      );
    // Not by the SDK: it knows no environment of a deployment's own, and would leave it out.
    const made = Made.parse(
      await client.raw(
        "POST",
        "/v12/now/deployments?skipAutoDetectionConfirmation=1",
        want.teamId,
        {
          name: projectId,
          project: projectId,
          gitSource: { type: "github", org: link.org, repo: link.repo, ref },
          ...(production ? { target: "production" } : {}),
          ...(want.customEnvironmentId ? { customEnvironmentSlugOrId: want.customEnvironmentId } : {}),
          ...(meta ? { meta } : {}),
          ...(environment ? { env: environment, build: { env: environment } } : {}),
          projectSettings: { sourceFilesOutsideRootDirectory: true, ...want.projectSettings },
        },
        signal,
      ),
    );
    const ready = await untilAssigned(call, made.id, scope);
    return {
      id: made.id,
      state: {
        url: ready.url,
        domains: ready.alias,
        production: production ?? false,
        meta: meta ?? {},
        ...scope,
      },
    };
  },

  async read({ client, signal }, id, known) {
    if (!known)
      throw new UserError(
        "VERCEL_IMPORT_ID",
        "A deployment cannot be imported: as with the real plugin, make a new one",
      );
    const scope = client.scope(known.inputs.teamId ?? known.state.teamId);
    const found = await client.find(deploymentsGetDeployment, { ...scope, idOrUrl: id }, signal);
    if (!found) return undefined;
    const live = DeploymentAnswer.parse(found);
    return { inputs: known.inputs, state: { ...known.state, url: live.url, domains: live.alias } };
  },

  // Only `deleteOnDestroy` gets here, and that is not Vercel's.
  update: async (_call, _id, { state }) => state,

  async delete({ client, signal }, id, { inputs, state }) {
    if (!inputs.deleteOnDestroy) return;
    await client.find(deploymentsDeleteDeployment, { ...client.scope(state.teamId), id }, signal);
  },
});
