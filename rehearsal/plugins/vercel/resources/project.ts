import { projectsCreateProject } from "@vercel/sdk/funcs/projectsCreateProject.js";
import { projectsDeleteProject } from "@vercel/sdk/funcs/projectsDeleteProject.js";
import { projectsGetProject } from "@vercel/sdk/funcs/projectsGetProject.js";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import { codeOf, type VercelClient } from "../client.ts";
import { withoutSameTeam } from "../teams.ts";
import { type LiveProject, ProjectInputs, ProjectState } from "./project-inputs.ts";
import { inputsOf, type ProjectAnswer, patchFor, stateOf } from "./project-requests.ts";

/** A Vercel project. Only another team replaces it. */
export const project = defineResource<VercelClient>()({
  type: "vercel:index/project:Project",
  description: "A Vercel project.",
  inputs: ProjectInputs,
  state: ProjectState,
  secrets: ["passwordProtection"],
  replaceOn: ["teamId"],

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create({ client, signal }, want) {
    const scope = client.scope(want.teamId);
    const { name, gitRepository } = want;
    const made = await client
      .ask(
        projectsCreateProject,
        {
          ...scope,
          requestBody: {
            name,
            ...(gitRepository ? { gitRepository: { type: "github", repo: gitRepository.repo } } : {}),
          },
        },
        signal,
      )
      .catch((error: unknown) => {
        if (codeOf(error) !== "CONFLICT") throw error;
        throw new UserError(
          "VERCEL_NAME_TAKEN",
          `A Vercel project named ${name} exists already.\n  fix: pulumi import ${project.type} <name> <its id, prj_…>`,
          { cause: error },
        );
      });
    const at = `/v9/projects/${made.id}`;
    await client.raw("PATCH", at, want.teamId, patchFor(want), signal);
    const branch = gitRepository?.productionBranch;
    if (branch !== undefined && branch !== asAnswer(made).link?.productionBranch)
      await client.raw("PATCH", `${at}/branch`, want.teamId, { branch }, signal);
    const after = await client.ask(projectsGetProject, { ...scope, idOrName: made.id }, signal);
    return { id: made.id, state: withPassword(stateOf(asAnswer(after), scope.teamId), want) };
  },

  async read({ client, signal }, id, known) {
    const { projectId, team } = placeOf(id);
    const scope = client.scope(known?.inputs.teamId ?? known?.state.teamId ?? team);
    const found = await client.find(projectsGetProject, { ...scope, idOrName: projectId }, signal);
    if (!found) return undefined;
    const state = stateOf(asAnswer(found), scope.teamId);
    const inputs = inputsOf(found.name, state, known?.inputs);
    return { id: found.id, inputs, state: withPassword(state, inputs) };
  },

  async update({ client, signal }, id, { inputs, state }, want, changes) {
    const teamId = want.teamId ?? state.teamId;
    const scope = client.scope(teamId);
    const [before, repository] = [inputs.gitRepository, want.gitRepository];
    const at = `/v9/projects/${id}`;
    if (before && before.repo !== repository?.repo) await client.raw("DELETE", `${at}/link`, teamId, {}, signal);
    if (repository && before?.repo !== repository.repo)
      await client.raw("POST", `${at}/link`, teamId, { type: "github", repo: repository.repo }, signal);
    const branch = repository?.productionBranch;
    if (branch !== undefined && (branch !== before?.productionBranch || before.repo !== repository?.repo))
      await client.raw("PATCH", `${at}/branch`, teamId, { branch }, signal);
    await client.raw("PATCH", at, teamId, patchFor(want, changes), signal);
    const after = await client.ask(projectsGetProject, { ...scope, idOrName: id }, signal);
    return withPassword(stateOf(asAnswer(after), scope.teamId), want);
  },

  async delete({ client, signal }, id, { state }) {
    await client.find(projectsDeleteProject, { ...client.scope(state.teamId), idOrName: id }, signal);
  },
});

/** Vercel never tells a password: the outputs have the one that was given. */
const withPassword = (state: LiveProject, { passwordProtection }: ProjectInputs): LiveProject =>
  passwordProtection ? { ...state, passwordProtection } : state;

/** The SDK names each operation's answer differently; what is read of them is the same. */
const asAnswer = (answer: object) => answer as ProjectAnswer & { readonly [field: string]: unknown };

/** An import's id: `<project>` or `<team>/<project>`. */
function placeOf(id: string): { projectId: string; team?: string | undefined } {
  const [projectId, team, ...more] = id.split("/").toReversed();
  if (projectId && team !== "" && more.length === 0) return { projectId, team };
  throw new UserError(
    "VERCEL_IMPORT_ID",
    `The import id of a project is its id, prj_…, with <team id>/ before it when needed; got ${id}`,
  );
}
