import { z } from "zod";
import { defineResource, type Fault } from "../../../../providers/protocol/resource.ts";
import type { GitHubClient } from "../client.ts";
import { partsOf } from "../import-id.ts";

const Inputs = z.strictObject({
  repository: z.string().min(1),
  environment: z.string().min(1),
  branchPattern: z.string().min(1).optional(),
  tagPattern: z.string().min(1).optional(),
});
type Inputs = z.output<typeof Inputs>;
const State = z.object({ policyId: z.number(), repositoryId: z.number() });
const Answer = z.object({ id: z.number(), name: z.string(), type: z.enum(["branch", "tag"]).default("branch") });

/** A branch or tag that may deploy to an environment. Another kind of pattern replaces it. */
export const deploymentPolicy = defineResource<GitHubClient>()({
  type: "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
  description: "A branch or tag that may deploy to an environment.",
  inputs: Inputs,
  state: State,
  replaceOn: ["repository", "environment"],

  check(_call, { branchPattern, tagPattern }) {
    const given = [branchPattern, tagPattern].filter((pattern) => pattern !== undefined).length;
    const faults: Fault[] = [];
    if (given !== 1)
      faults.push({ path: "branchPattern", reason: "exactly one of branchPattern and tagPattern is required" });
    return faults;
  },

  diff: (changes, { inputs }, want) => {
    const other = (inputs.tagPattern === undefined) !== (want.tagPattern === undefined);
    return other ? changes.map((change) => ({ ...change, replace: true })) : changes;
  },

  async create({ client, signal }, want) {
    const repositoryId = await client.writable(want.repository, signal);
    const made = Answer.parse(await client.ask("POST", place(client, want), requestOf(want), signal));
    return { id: `${want.repository}:${want.environment}:${made.id}`, state: { policyId: made.id, repositoryId } };
  },

  async read({ client, signal }, id) {
    const [repository = "", environment = "", policy = ""] = partsOf(id, "repository", "environment", "policy id");
    const repositoryId = await client.repositoryId(repository, signal);
    const found = await client.find("GET", `${place(client, { repository, environment })}/${policy}`, signal);
    if (!found || repositoryId === undefined) return undefined;
    const { id: policyId, name, type } = Answer.parse(found);
    const pattern = type === "tag" ? { tagPattern: name } : { branchPattern: name };
    return { inputs: { repository, environment, ...pattern }, state: { policyId, repositoryId } };
  },

  async update({ client, signal }, _id, { state }, want) {
    await client.ask("PUT", `${place(client, want)}/${state.policyId}`, requestOf(want), signal);
    return state;
  },

  async delete({ client, signal }, _id, { inputs, state }) {
    await client.find("DELETE", `${place(client, inputs)}/${state.policyId}`, signal);
  },
});

const place = (client: GitHubClient, { repository, environment }: Pick<Inputs, "repository" | "environment">) =>
  client.at(repository, "environments", environment, "deployment-branch-policies");

const requestOf = ({ branchPattern, tagPattern }: Inputs) => ({
  name: branchPattern ?? tagPattern,
  type: branchPattern === undefined ? "tag" : "branch",
});
