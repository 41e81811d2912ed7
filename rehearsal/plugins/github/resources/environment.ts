import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { GitHubClient } from "../client.ts";
import { partsOf } from "../import-id.ts";

const ids = z.array(z.int()).optional();
const Inputs = z.strictObject({
  repository: z.string().min(1),
  environment: z.string().min(1),
  waitTimer: z.int().min(0).max(43_200).optional(),
  preventSelfReview: z.boolean().optional(),
  canAdminsBypass: z.boolean().optional(),
  reviewers: z
    .array(z.strictObject({ teams: ids, users: ids }))
    .max(6)
    .optional(),
  deploymentBranchPolicy: z
    .strictObject({ protectedBranches: z.boolean(), customBranchPolicies: z.boolean() })
    .optional(),
});
type Inputs = z.output<typeof Inputs>;
const State = z.object({ repositoryId: z.number() });

const Rule = z.object({
  type: z.string(),
  wait_timer: z.number().optional(),
  prevent_self_review: z.boolean().optional(),
  reviewers: z.array(z.object({ type: z.string(), reviewer: z.object({ id: z.number() }) })).optional(),
});
const Answer = z.object({
  name: z.string(),
  can_admins_bypass: z.boolean().default(true),
  protection_rules: z.array(Rule).default([]),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullable()
    .default(null),
});

/** A deployment environment. Another repository or name replaces it. */
export const environment = defineResource<GitHubClient>()({
  type: "github:index/repositoryEnvironment:RepositoryEnvironment",
  description: "A deployment environment of a GitHub repository.",
  inputs: Inputs,
  state: State,
  replaceOn: ["repository", "environment"],

  // What is left out and what is written out as GitHub's default ask for the same.
  diff: (changes, { inputs }, want) =>
    isDeepStrictEqual(requestOf(inputs), requestOf(want)) && sameName(inputs, want) ? [] : changes,

  async create({ client, signal }, want) {
    const repositoryId = await client.writable(want.repository, signal);
    await client.ask("PUT", place(client, want), requestOf(want), signal);
    return { id: `${want.repository}:${want.environment}`, state: { repositoryId } };
  },

  async read({ client, signal }, id, known) {
    const [repository = "", name = ""] = partsOf(id, "repository", "environment");
    const repositoryId = await client.repositoryId(repository, signal);
    const found = await client.find("GET", client.at(repository, "environments", name), signal);
    if (!found || repositoryId === undefined) return undefined;
    const live = inputsOf(repository, Answer.parse(found));
    const same = known && isDeepStrictEqual(requestOf(live), requestOf(known.inputs));
    return { inputs: same ? known.inputs : live, state: { repositoryId } };
  },

  async update({ client, signal }, _id, { state }, want) {
    await client.writable(want.repository, signal);
    await client.ask("PUT", place(client, want), requestOf(want), signal);
    return state;
  },

  async delete({ client, signal }, _id, { inputs }) {
    await client.find("DELETE", place(client, inputs), signal);
  },
});

const sameName = (one: Inputs, other: Inputs) =>
  one.repository === other.repository && one.environment === other.environment;

const place = (client: GitHubClient, { repository, environment: name }: Inputs) =>
  client.at(repository, "environments", name);

function requestOf({
  waitTimer,
  preventSelfReview,
  canAdminsBypass,
  reviewers = [],
  deploymentBranchPolicy: policy,
}: Inputs) {
  const all = (type: "Team" | "User", of: readonly number[] = []) => of.map((id) => ({ type, id }));
  return {
    wait_timer: waitTimer ?? 0,
    prevent_self_review: preventSelfReview ?? false,
    can_admins_bypass: canAdminsBypass ?? true,
    reviewers: reviewers.flatMap(({ teams, users }) => [...all("Team", teams), ...all("User", users)]),
    deployment_branch_policy: policy
      ? { protected_branches: policy.protectedBranches, custom_branch_policies: policy.customBranchPolicies }
      : null,
  };
}

function inputsOf(
  repository: string,
  { name, can_admins_bypass, protection_rules, deployment_branch_policy: policy }: z.output<typeof Answer>,
): Inputs {
  const wait = protection_rules.find(({ type }) => type === "wait_timer")?.wait_timer;
  const required = protection_rules.find(({ type }) => type === "required_reviewers");
  const of = (type: string) =>
    required?.reviewers?.filter((one) => one.type === type).map(({ reviewer }) => reviewer.id) ?? [];
  const [teams, users] = [of("Team"), of("User")];
  return {
    repository,
    environment: name,
    canAdminsBypass: can_admins_bypass,
    preventSelfReview: required?.prevent_self_review ?? false,
    ...(wait ? { waitTimer: wait } : {}),
    ...(teams.length + users.length > 0
      ? { reviewers: [{ ...(teams.length > 0 && { teams }), ...(users.length > 0 && { users }) }] }
      : {}),
    ...(policy && {
      deploymentBranchPolicy: {
        protectedBranches: policy.protected_branches,
        customBranchPolicies: policy.custom_branch_policies,
      },
    }),
  };
}
