import { projectsCreateProjectEnv } from "@vercel/sdk/funcs/projectsCreateProjectEnv.js";
import { projectsEditProjectEnv } from "@vercel/sdk/funcs/projectsEditProjectEnv.js";
import { projectsFilterProjectEnvs } from "@vercel/sdk/funcs/projectsFilterProjectEnvs.js";
import { projectsRemoveProjectEnv } from "@vercel/sdk/funcs/projectsRemoveProjectEnv.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";
import { withoutSameTeam } from "../teams.ts";
import { Answer, Target } from "./env-answer.ts";

const Variable = z.strictObject({
  key: z.string().min(1),
  value: z.string(),
  sensitive: z.boolean(),
  targets: z.array(Target).min(1).optional(),
  customEnvironmentIds: z.array(z.string()).min(1).optional(),
  gitBranch: z.string().min(1).optional(),
  comment: z.string().max(1000).optional(),
});
type Variable = z.output<typeof Variable>;

const Inputs = z.strictObject({
  projectId: z.string().min(1),
  variables: z.array(Variable).min(1),
  teamId: z.string().min(1).optional(),
});
const State = z.object({ ids: z.record(z.string(), z.string()), teamId: z.string().optional() });

/** Several variables of a project as one resource. Another project or team replaces it; variables are changed one by one. */
export const envVariables = defineResource<VercelClient>()({
  type: "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables",
  description: "Environment variables of a Vercel project.",
  inputs: Inputs,
  state: State,
  secrets: ["variables"],
  replaceOn: ["projectId", "teamId"],

  check: (_call, { variables }) =>
    variables.flatMap(({ key, sensitive, targets = [], customEnvironmentIds = [] }, at) => {
      const path = `variables[${at}].targets`;
      if (targets.length + customEnvironmentIds.length === 0)
        return [{ path, reason: `${key} needs targets or customEnvironmentIds` }];
      return sensitive && targets.includes("development")
        ? [{ path, reason: `a sensitive variable cannot target development; set sensitive of ${key} to false` }]
        : [];
    }),

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create({ client, signal }, { projectId, variables, teamId }) {
    const scope = client.scope(teamId);
    const ids = await make(client, projectId, scope, variables, signal);
    return { id: projectId, state: { ids, ...scope } };
  },

  async read({ client, signal }, _id, known) {
    if (!known)
      throw new UserError("VERCEL_IMPORT_ID", "These variables cannot be imported together: import each by itself");
    const { projectId } = known.inputs;
    const scope = client.scope(known.inputs.teamId ?? known.state.teamId);
    const found = await client.find(
      projectsFilterProjectEnvs,
      { ...scope, idOrName: projectId, decrypt: "true" },
      signal,
    );
    if (!found) return undefined;
    const live = new Map(
      z
        .object({ envs: z.array(Answer) })
        .parse(found)
        .envs.map((one) => [one.id, one]),
    );
    const variables = known.inputs.variables.flatMap((variable) => {
      const one = live.get(known.state.ids[placeOf(variable)] ?? "");
      return one ? [seen(variable, one)] : [];
    });
    const ids = Object.entries(known.state.ids).filter(([, id]) => live.has(id));
    return { inputs: { ...known.inputs, variables }, state: { ids: Object.fromEntries(ids), ...scope } };
  },

  async update({ client, signal }, _id, { inputs, state }, { projectId, variables, teamId }) {
    const scope = client.scope(teamId ?? state.teamId);
    const at = { ...scope, idOrName: projectId };
    const wanted = new Map(variables.map((variable) => [placeOf(variable), variable]));
    const ids = { ...state.ids };
    for (const [place, id] of Object.entries(state.ids)) {
      if (wanted.has(place)) continue;
      await client.find(projectsRemoveProjectEnv, { ...at, id }, signal);
      delete ids[place];
    }
    const before = new Map(inputs.variables.map((variable) => [placeOf(variable), JSON.stringify(variable)]));
    const fresh = variables.filter((variable) => ids[placeOf(variable)] === undefined);
    for (const [place, variable] of wanted) {
      const id = ids[place];
      if (id === undefined || before.get(place) === JSON.stringify(variable)) continue;
      await client.ask(projectsEditProjectEnv, { ...at, id, requestBody: requestOf(variable) }, signal);
    }
    return { ids: { ...ids, ...(await make(client, projectId, scope, fresh, signal)) }, ...scope };
  },

  async delete({ client, signal }, _id, { inputs: { projectId }, state }) {
    for (const id of Object.values(state.ids))
      await client.find(projectsRemoveProjectEnv, { ...client.scope(state.teamId), idOrName: projectId, id }, signal);
  },
});

/** Makes variables that are not there yet; ids by place. */
async function make(
  client: VercelClient,
  projectId: string,
  scope: { teamId?: string },
  variables: readonly Variable[],
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (variables.length === 0) return {};
  const requestBody = variables.map((variable) => ({ key: variable.key, ...requestOf(variable) }));
  const { created, failed } = await client.ask(
    projectsCreateProjectEnv,
    { ...scope, idOrName: projectId, requestBody },
    signal,
  );
  const [refused] = z.array(z.object({ error: z.object({ code: z.string(), message: z.string() }) })).parse(failed);
  if (refused) throw new UserError(`VERCEL_${refused.error.code.toUpperCase()}`, refused.error.message);
  const answers = z.array(Answer).parse(Array.isArray(created) ? created : [created]);
  return Object.fromEntries(variables.map((variable, at) => [placeOf(variable), answers[at]?.id ?? ""]));
}

const requestOf = ({ value, sensitive, targets = [], customEnvironmentIds, gitBranch, comment = "" }: Variable) => ({
  value,
  target: targets,
  type: sensitive ? ("sensitive" as const) : ("encrypted" as const),
  comment,
  ...(customEnvironmentIds ? { customEnvironmentIds } : {}),
  ...(gitBranch === undefined ? {} : { gitBranch }),
});

/** What makes a variable the same one: another key, set of environments or branch is another variable. */
const placeOf = ({ key, targets = [], customEnvironmentIds = [], gitBranch = "" }: Variable): string =>
  [key, [...targets].sort().join(), [...customEnvironmentIds].sort().join(), gitBranch].join("|");

/** A declared variable as it stands; Vercel never tells a sensitive value. */
function seen(declared: Variable, live: z.output<typeof Answer>): Variable {
  const sensitive = live.type === "sensitive";
  const { comment: _, ...rest } = declared;
  return {
    ...rest,
    sensitive,
    value: sensitive ? declared.value : (live.value ?? ""),
    ...(live.comment ? { comment: live.comment } : {}),
  };
}
