import { setTimeout as wait } from "node:timers/promises";
import { projectsAddProjectDomain } from "@vercel/sdk/funcs/projectsAddProjectDomain.js";
import { projectsGetProjectDomain } from "@vercel/sdk/funcs/projectsGetProjectDomain.js";
import { projectsRemoveProjectDomain } from "@vercel/sdk/funcs/projectsRemoveProjectDomain.js";
import { projectsUpdateProjectDomain } from "@vercel/sdk/funcs/projectsUpdateProjectDomain.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";
import { importParts, withoutSameTeam } from "../teams.ts";

const Code = z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]);

const Inputs = z.strictObject({
  domain: z.string().min(1),
  projectId: z.string().min(1),
  gitBranch: z.string().min(1).optional(),
  redirect: z.string().min(1).optional(),
  redirectStatusCode: Code.optional(),
  teamId: z.string().min(1).optional(),
  waitForReady: z.boolean().optional(),
  customEnvironmentId: z.string().min(1).optional(),
});
const Verification = z.object({ type: z.string(), domain: z.string(), value: z.string(), reason: z.string() });
const State = z.object({ verified: z.boolean(), verifications: z.array(Verification), teamId: z.string().optional() });
type Inputs = z.output<typeof Inputs>;

/** A domain as the API answers it. */
const Answer = z.object({
  name: z.string(),
  verified: z.boolean(),
  verification: z.array(Verification).default([]),
  gitBranch: z.string().nullish(),
  customEnvironmentId: z.string().nullish(),
  redirect: z.string().nullish(),
  redirectStatusCode: Code.nullish(),
});

/** A domain of a project. Another name, project or team replaces it. */
export const domain = defineResource<VercelClient>()({
  type: "vercel:index/projectDomain:ProjectDomain",
  description: "A domain of a Vercel project.",
  inputs: Inputs,
  state: State,
  replaceOn: ["domain", "projectId", "teamId"],

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create({ client, signal, progress }, want) {
    const scope = client.scope(want.teamId);
    const { projectId, domain: name, gitBranch, redirect, redirectStatusCode } = want;
    const requestBody = {
      name,
      ...(gitBranch === undefined ? {} : { gitBranch }),
      ...(want.customEnvironmentId === undefined ? {} : { customEnvironmentId: want.customEnvironmentId }),
      ...(redirect === undefined ? {} : { redirect }),
      ...(redirectStatusCode === undefined ? {} : { redirectStatusCode }),
    };
    let live = Answer.parse(
      await client.ask(projectsAddProjectDomain, { ...scope, idOrName: projectId, requestBody }, signal),
    );
    while (want.waitForReady && !live.verified) {
      progress(`waiting for ${name} to be verified`);
      await wait(1000, undefined, { signal });
      live = Answer.parse(
        await client.ask(projectsGetProjectDomain, { ...scope, idOrName: projectId, domain: name }, signal),
      );
    }
    return { id: name, state: stateOf(live, scope.teamId) };
  },

  async read({ client, signal }, id, known) {
    const { projectId, name, team } = placeOf(id, known?.inputs.projectId);
    const scope = client.scope(known?.inputs.teamId ?? known?.state.teamId ?? team);
    const found = await client.find(projectsGetProjectDomain, { ...scope, idOrName: projectId, domain: name }, signal);
    if (!found) return undefined;
    const live = Answer.parse(found);
    const declaresCode = known === undefined || known.inputs.redirectStatusCode !== undefined;
    const inputs: Inputs = {
      domain: live.name,
      projectId,
      ...(live.gitBranch ? { gitBranch: live.gitBranch } : {}),
      ...(live.customEnvironmentId ? { customEnvironmentId: live.customEnvironmentId } : {}),
      ...(live.redirect ? { redirect: live.redirect } : {}),
      ...(live.redirectStatusCode && declaresCode ? { redirectStatusCode: live.redirectStatusCode } : {}),
      ...(known && known.inputs.teamId === undefined ? {} : scope),
      ...(known?.inputs.waitForReady === undefined ? {} : { waitForReady: known.inputs.waitForReady }),
    };
    return { id: live.name, inputs, state: stateOf(live, scope.teamId) };
  },

  async update({ client, signal }, name, { inputs: { projectId }, state }, want) {
    const scope = client.scope(want.teamId ?? state.teamId);
    const requestBody = {
      gitBranch: want.gitBranch ?? null,
      ...(want.customEnvironmentId === undefined ? {} : { customEnvironmentId: want.customEnvironmentId }),
      redirect: want.redirect ?? null,
      redirectStatusCode: want.redirectStatusCode ?? null,
    };
    const changed = await client.ask(
      projectsUpdateProjectDomain,
      { ...scope, idOrName: projectId, domain: name, requestBody },
      signal,
    );
    return stateOf(Answer.parse(changed), scope.teamId);
  },

  async delete({ client, signal }, name, { inputs: { projectId }, state }) {
    await client.find(
      projectsRemoveProjectDomain,
      { ...client.scope(state.teamId), idOrName: projectId, domain: name },
      signal,
    );
  },
});

const stateOf = ({ verified, verification }: z.output<typeof Answer>, teamId: string | undefined) => ({
  verified,
  verifications: verification,
  ...(teamId === undefined ? {} : { teamId }),
});

function placeOf(id: string, projectId: string | undefined): { projectId: string; name: string; team?: string } {
  const parts = importParts(id);
  if (parts) return { projectId: parts.projectId, name: parts.rest, ...(parts.teamId ? { team: parts.teamId } : {}) };
  if (projectId) return { projectId, name: id };
  throw new UserError(
    "VERCEL_IMPORT_ID",
    `The import id of a domain is <project id>/<domain>, with <team id>/ before it when needed; got ${id}`,
  );
}
