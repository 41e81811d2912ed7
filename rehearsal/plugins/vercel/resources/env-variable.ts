import { projectsCreateProjectEnv } from "@vercel/sdk/funcs/projectsCreateProjectEnv.js";
import { projectsEditProjectEnv } from "@vercel/sdk/funcs/projectsEditProjectEnv.js";
import { projectsGetProjectEnv } from "@vercel/sdk/funcs/projectsGetProjectEnv.js";
import { projectsRemoveProjectEnv } from "@vercel/sdk/funcs/projectsRemoveProjectEnv.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource, type Fault } from "../../../../providers/protocol/resource.ts";
import { codeOf, type VercelClient } from "../client.ts";
import { importParts, withoutSameTeam } from "../teams.ts";
import { unsupported } from "../unsupported.ts";
import { Answer, Target } from "./env-answer.ts";

const Inputs = z.strictObject({
  key: z.string().min(1),
  projectId: z.string().min(1),
  sensitive: z.boolean(),
  targets: z.array(Target).min(1).optional(),
  value: z.string().optional(),
  gitBranch: z.string().min(1).optional(),
  comment: z.string().max(1000).optional(),
  teamId: z.string().min(1).optional(),
  customEnvironmentIds: z.array(z.string()).min(1).optional(),
  valueWo: unsupported,
});
const State = z.object({ comment: z.string(), teamId: z.string().optional() });
type Inputs = z.output<typeof Inputs>;

/**
 * An environment variable of a project. Another key, project, team or sensitivity replaces it; as with the real plugin
 * the new one is made first, so another sensitivity alone meets the old one's name unless the program sets
 * `deleteBeforeReplace`.
 */
export const envVariable = defineResource<VercelClient>()({
  type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
  description: "An environment variable of a Vercel project.",
  inputs: Inputs,
  state: State,
  secrets: ["value"],
  replaceOn: ["key", "projectId", "teamId", "sensitive"],

  check(_call, { value, sensitive, targets = [], customEnvironmentIds = [] }) {
    const faults: Fault[] = [];
    if (targets.length + customEnvironmentIds.length === 0)
      faults.push({ path: "targets", reason: "one of targets and customEnvironmentIds is required" });
    if (value === undefined) faults.push({ path: "value", reason: "exactly one of value and valueWo is required" });
    if (sensitive && targets.includes("development"))
      faults.push({
        path: "targets",
        reason: "a sensitive variable cannot target development; set sensitive to false",
      });
    return faults;
  },

  diff(changes, { inputs, state }, want) {
    const same = {
      targets: sameSet(inputs.targets, want.targets),
      customEnvironmentIds: sameSet(inputs.customEnvironmentIds, want.customEnvironmentIds),
    };
    return withoutSameTeam(changes, state.teamId, want).filter(
      ({ path }) =>
        !(same.targets && path.startsWith("targets[")) &&
        !(same.customEnvironmentIds && path.startsWith("customEnvironmentIds[")),
    );
  },

  async create({ client, signal }, want) {
    const scope = client.scope(want.teamId);
    const { key, projectId } = want;
    const requestBody = { key, ...requestOf(want) };
    const answer = await client
      .ask(projectsCreateProjectEnv, { ...scope, idOrName: projectId, requestBody }, signal)
      .catch((error: unknown) => {
        if (codeOf(error) !== "ENV_CONFLICT") throw error;
        throw new UserError(
          "VERCEL_ENV_CONFLICT",
          `${(error as Error).message}\n  fix: pulumi import ${envVariable.type} <name> ${projectId}/<id of the variable>`,
          { cause: error },
        );
      });
    const { id } = Answer.parse(answer.created);
    return { id, state: stateOf(want.comment, scope.teamId) };
  },

  async read({ client, signal }, id, known) {
    const { projectId, envId, team } = placeOf(id, known?.inputs.projectId);
    const scope = client.scope(known?.inputs.teamId ?? known?.state.teamId ?? team);
    const found = await client.find(projectsGetProjectEnv, { ...scope, idOrName: projectId, id: envId }, signal);
    if (!found) return undefined;
    const live = Answer.parse(found);
    const sensitive = live.type === "sensitive";
    // Vercel never tells a sensitive value: what is known of it is what was given.
    const value = sensitive ? known?.inputs.value : live.value;
    const targets = sameOrder(live.target, known?.inputs.targets);
    const custom = sameOrder(live.customEnvironmentIds, known?.inputs.customEnvironmentIds);
    const inputs: Inputs = {
      key: live.key,
      projectId,
      sensitive,
      ...(targets.length > 0 ? { targets } : {}),
      ...(custom.length > 0 ? { customEnvironmentIds: custom } : {}),
      ...(value === undefined ? {} : { value }),
      ...(live.gitBranch ? { gitBranch: live.gitBranch } : {}),
      ...(live.comment ? { comment: live.comment } : {}),
      ...(known && known.inputs.teamId === undefined ? {} : scope),
    };
    return { id: live.id, inputs, state: stateOf(live.comment, scope.teamId) };
  },

  async update({ client, signal }, id, { inputs: { projectId }, state }, want) {
    const scope = client.scope(want.teamId ?? state.teamId);
    const request = { ...scope, idOrName: projectId, id, requestBody: requestOf(want) };
    await client.ask(projectsEditProjectEnv, request, signal);
    return stateOf(want.comment, scope.teamId);
  },

  async delete({ client, signal }, id, { inputs: { projectId }, state }) {
    await client.find(projectsRemoveProjectEnv, { ...client.scope(state.teamId), idOrName: projectId, id }, signal);
  },
});

const requestOf = ({ value = "", targets = [], customEnvironmentIds, sensitive, gitBranch, comment = "" }: Inputs) => ({
  value,
  target: targets,
  ...(customEnvironmentIds ? { customEnvironmentIds } : {}),
  type: sensitive ? ("sensitive" as const) : ("encrypted" as const),
  comment,
  ...(gitBranch === undefined ? {} : { gitBranch }),
});

const stateOf = (comment = "", teamId: string | undefined) => ({
  comment,
  ...(teamId === undefined ? {} : { teamId }),
});

const sameSet = (one: readonly string[] = [], other: readonly string[] = []) =>
  one.toSorted().join() === other.toSorted().join();

/** Environments are a set: in the declared order when they are the same. */
const sameOrder = <T extends string>(live: T[], declared: T[] | undefined): T[] =>
  declared && sameSet(live, declared) ? declared : live;

function placeOf(id: string, projectId: string | undefined): { projectId: string; envId: string; team?: string } {
  const parts = importParts(id);
  if (parts) return { projectId: parts.projectId, envId: parts.rest, ...(parts.teamId ? { team: parts.teamId } : {}) };
  if (projectId) return { projectId, envId: id };
  throw new UserError(
    "VERCEL_IMPORT_ID",
    `The import id of a variable is <project id>/<variable id>, with <team id>/ before it when needed; got ${id}`,
  );
}
