import { environmentCreateCustomEnvironment } from "@vercel/sdk/funcs/environmentCreateCustomEnvironment.js";
import { environmentGetCustomEnvironment } from "@vercel/sdk/funcs/environmentGetCustomEnvironment.js";
import { environmentRemoveCustomEnvironment } from "@vercel/sdk/funcs/environmentRemoveCustomEnvironment.js";
import { environmentUpdateCustomEnvironment } from "@vercel/sdk/funcs/environmentUpdateCustomEnvironment.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";
import { importParts, withoutSameTeam } from "../teams.ts";

const Tracking = z.strictObject({
  pattern: z.string().min(1).max(100),
  type: z.enum(["startsWith", "equals", "endsWith"]),
});
const Inputs = z.strictObject({
  projectId: z.string().min(1),
  name: z
    .string({ error: "is required" })
    .min(1)
    .max(32)
    .regex(/^[a-z0-9-_]+$/, "can only contain lowercase letters, digits, `-` and `_`"),
  description: z.string().max(256).optional(),
  branchTracking: Tracking.optional(),
  teamId: z.string().min(1).optional(),
});
const State = z.object({ description: z.string(), teamId: z.string().optional() });
type Inputs = z.output<typeof Inputs>;

/** An environment as the API answers it. */
const Answer = z.object({
  id: z.string(),
  slug: z.string(),
  description: z.string().nullish(),
  branchMatcher: Tracking.nullish(),
});

/** A custom environment of a project. Another project or team replaces it. */
export const customEnvironment = defineResource<VercelClient>()({
  type: "vercel:index/customEnvironment:CustomEnvironment",
  description: "A custom environment of a Vercel project.",
  inputs: Inputs,
  state: State,
  replaceOn: ["projectId", "teamId"],

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create({ client, signal }, want) {
    const scope = client.scope(want.teamId);
    const request = { ...scope, idOrName: want.projectId, requestBody: requestOf(want) };
    const { id } = Answer.parse(await client.ask(environmentCreateCustomEnvironment, request, signal));
    return { id, state: stateOf(want, scope.teamId) };
  },

  async read({ client, signal }, id, known) {
    const place = placeOf(id, known?.inputs.projectId);
    const scope = client.scope(known?.inputs.teamId ?? known?.state.teamId ?? place.team);
    const request = { ...scope, idOrName: place.projectId, environmentSlugOrId: place.environment };
    const found = await client.find(environmentGetCustomEnvironment, request, signal);
    if (!found) return undefined;
    const { id: own, slug, description, branchMatcher } = Answer.parse(found);
    const inputs: Inputs = {
      projectId: place.projectId,
      name: slug,
      ...(description ? { description } : {}),
      ...(branchMatcher ? { branchTracking: branchMatcher } : {}),
      ...(known && known.inputs.teamId === undefined ? {} : scope),
    };
    return { id: own, inputs, state: stateOf(inputs, scope.teamId) };
  },

  async update({ client }, id, { inputs: { projectId }, state }, want) {
    const teamId = want.teamId ?? state.teamId;
    const at = { ...client.scope(teamId), idOrName: projectId, environmentSlugOrId: id };
    const { slug, description, branchMatcher = null } = requestOf(want);
    await client.ask(environmentUpdateCustomEnvironment, { ...at, requestBody: { slug, description, branchMatcher } });
    return stateOf(want, client.scope(teamId).teamId);
  },

  async delete({ client, signal }, id, { inputs: { projectId }, state }) {
    const at = { ...client.scope(state.teamId), idOrName: projectId, environmentSlugOrId: id };
    const requestBody = { deleteUnassignedEnvironmentVariables: true };
    await client.find(environmentRemoveCustomEnvironment, { ...at, requestBody }, signal);
  },
});

const requestOf = ({ name, description = "", branchTracking }: Inputs) => ({
  slug: name,
  description,
  ...(branchTracking ? { branchMatcher: branchTracking } : {}),
});

const stateOf = ({ description = "" }: Inputs, teamId: string | undefined) => ({
  description,
  ...(teamId === undefined ? {} : { teamId }),
});

function placeOf(id: string, projectId: string | undefined): { projectId: string; environment: string; team?: string } {
  const parts = importParts(id);
  if (parts)
    return { projectId: parts.projectId, environment: parts.rest, ...(parts.teamId ? { team: parts.teamId } : {}) };
  if (projectId) return { projectId, environment: id };
  throw new UserError(
    "VERCEL_IMPORT_ID",
    `The import id of a custom environment is <project id>/<name>, with <team id>/ before it when needed; got ${id}`,
  );
}
