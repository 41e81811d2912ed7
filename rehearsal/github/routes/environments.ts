import { Hono } from "hono";
import { z } from "zod";
import { accountJson, HTML, teamJson } from "../answers.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import type { Permission } from "../entities/account.ts";
import type { Environment, Reviewer } from "../entities/environment.ts";
import { fullName, newPublicKey, type Repository } from "../entities/repository.ts";
import { nextId, nodeId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { counted } from "../http/pages.ts";

const Settings = z.object({
  wait_timer: z.int().min(0).max(43_200).nullish(),
  prevent_self_review: z.boolean().nullish(),
  can_admins_bypass: z.boolean().nullish(),
  reviewers: z
    .array(z.object({ type: z.enum(["User", "Team"]), id: z.int() }))
    .max(6)
    .nullish(),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullish(),
});
const Policy = z.object({ name: z.string().min(1), type: z.enum(["branch", "tag"]).default("branch") });

const ENVIRONMENT = "/repos/:owner/:repo/environments/:environment";
const POLICIES = `${ENVIRONMENT}/deployment-branch-policies`;

/** The environment that a path names. @throws ApiError 404 */
export function environmentAt(core: GitHubCore, c: Call, needs: Permission): Environment {
  const found = repositoryAt(core, c, needs).environments.get(nameIn(c, "environment").toLowerCase());
  if (!found) throw notFound();
  return found;
}

/** Environments with their protection rules and branch policies. PUT sets the whole: what is left out is off. */
export function environmentRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  app.get("/repos/:owner/:repo/environments", (c) => {
    const repository = repositoryAt(core, c);
    const all = [...repository.environments.values()].map((found) => environmentJson(core, c, repository, found));
    return c.json(counted(c, "environments", all));
  });
  app.get(ENVIRONMENT, (c) => {
    const repository = repositoryAt(core, c);
    return c.json(environmentJson(core, c, repository, environmentAt(core, c, "pull")));
  });
  app.put(ENVIRONMENT, async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const given = await readBody(c, Settings);
    const policy = given.deployment_branch_policy ?? null;
    if (policy && policy.protected_branches === policy.custom_branch_policies)
      throw new ApiError(
        422,
        "Validation Failed: protected_branches and custom_branch_policies cannot have the same value",
      );
    for (const reviewer of given.reviewers ?? []) expectReviewer(core, reviewer);
    const name = nameIn(c, "environment");
    const found = repository.environments.get(name.toLowerCase()) ?? newEnvironment(core, name);
    repository.environments.set(name.toLowerCase(), found);
    found.waitTimer = given.wait_timer ?? 0;
    found.preventSelfReview = given.prevent_self_review ?? false;
    found.canAdminsBypass = given.can_admins_bypass ?? true;
    found.reviewers = given.reviewers ?? [];
    found.deploymentBranchPolicy = policy;
    if (!policy?.custom_branch_policies) found.branchPolicies.clear();
    found.updatedAt = stamp(core);
    return c.json(environmentJson(core, c, repository, found));
  });
  app.delete(ENVIRONMENT, (c) => {
    const { name } = environmentAt(core, c, "admin");
    repositoryAt(core, c, "admin").environments.delete(name.toLowerCase());
    return c.body(null, 204);
  });

  app.get(POLICIES, (c) =>
    c.json(counted(c, "branch_policies", [...environmentAt(core, c, "pull").branchPolicies.values()].map(policyJson))),
  );
  app.post(POLICIES, async (c) => {
    const found = environmentAt(core, c, "admin");
    const given = await readBody(c, Policy);
    if (!found.deploymentBranchPolicy?.custom_branch_policies) throw notFound();
    const same = [...found.branchPolicies.values()].some(
      ({ name, type }) => name === given.name && type === given.type,
    );
    if (same) return c.body(null, 303);
    const policy = { id: nextId(core.state), ...given };
    found.branchPolicies.set(policy.id, policy);
    return c.json(policyJson(policy));
  });
  const policyAt = (c: Call, needs: Permission) => {
    const found = environmentAt(core, c, needs);
    const policy = found.branchPolicies.get(numberIn(c, "id"));
    if (!policy) throw notFound();
    return { found, policy };
  };
  app.get(`${POLICIES}/:id`, (c) => c.json(policyJson(policyAt(c, "pull").policy)));
  app.put(`${POLICIES}/:id`, async (c) => {
    const { policy } = policyAt(c, "admin");
    policy.name = (await readBody(c, Policy.pick({ name: true }))).name;
    return c.json(policyJson(policy));
  });
  app.delete(`${POLICIES}/:id`, (c) => {
    const { found, policy } = policyAt(c, "admin");
    found.branchPolicies.delete(policy.id);
    return c.body(null, 204);
  });
  app.get(`${ENVIRONMENT}/deployment_protection_rules`, (c) => {
    environmentAt(core, c, "pull");
    return c.json({ total_count: 0, custom_deployment_protection_rules: [] });
  });
  return app;
}

function newEnvironment(core: GitHubCore, name: string): Environment {
  const id = nextId(core.state);
  const now = stamp(core);
  return {
    id,
    name,
    createdAt: now,
    updatedAt: now,
    waitTimer: 0,
    preventSelfReview: false,
    canAdminsBypass: true,
    reviewers: [],
    deploymentBranchPolicy: null,
    branchPolicies: new Map(),
    ruleIds: {
      wait_timer: nextId(core.state),
      required_reviewers: nextId(core.state),
      branch_policy: nextId(core.state),
    },
    variables: new Map(),
    secrets: new Map(),
    publicKey: newPublicKey(id),
  };
}

function expectReviewer({ state }: GitHubCore, { type, id }: Reviewer): void {
  const known = type === "User" ? [...state.accounts.values()] : [...state.teams.values()];
  if (!known.some((found) => found.id === id))
    throw invalid({ resource: "Environment", code: "invalid", field: "reviewers" });
}

function environmentJson(core: GitHubCore, c: Call, repository: Repository, found: Environment): object {
  const { id, name, ruleIds, reviewers, waitTimer, deploymentBranchPolicy } = found;
  const rule = (type: keyof typeof ruleIds, more: object) => ({
    id: ruleIds[type],
    node_id: nodeId("Gate", ruleIds[type]),
    type,
    ...more,
  });
  return {
    id,
    node_id: nodeId("Environment", id),
    name,
    url: `${c.get("base")}/repos/${fullName(repository)}/environments/${encodeURIComponent(name)}`,
    html_url: `${HTML}/${fullName(repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: found.createdAt,
    updated_at: found.updatedAt,
    can_admins_bypass: found.canAdminsBypass,
    protection_rules: [
      ...(waitTimer > 0 ? [rule("wait_timer", { wait_timer: waitTimer })] : []),
      ...(reviewers.length > 0
        ? [
            rule("required_reviewers", {
              prevent_self_review: found.preventSelfReview,
              reviewers: reviewers.map((reviewer) => ({
                type: reviewer.type,
                reviewer: reviewerJson(core, c, reviewer),
              })),
            }),
          ]
        : []),
      ...(deploymentBranchPolicy ? [rule("branch_policy", {})] : []),
    ],
    deployment_branch_policy: deploymentBranchPolicy,
  };
}

function reviewerJson({ state }: GitHubCore, c: Call, { type, id }: Reviewer): object | null {
  if (type === "Team") {
    const team = [...state.teams.values()].find((found) => found.id === id);
    return team ? teamJson(c, team) : null;
  }
  const account = [...state.accounts.values()].find((found) => found.id === id);
  return account ? accountJson(c, account) : null;
}

const policyJson = ({ id, name, type }: { id: number; name: string; type: string }) => ({
  id,
  node_id: nodeId("GateBranchPolicy", id),
  name,
  type,
});
