import type { Changes, Variant } from "./variant.ts";

const repo = (title: string, config: Variant["config"] & object): Variant => ({ title, stack: "repo", config });

const gate = "RepositoryRuleset merge-gate";
const resource = (title: string, label: string, changes: Changes): Variant => ({
  title,
  stack: "repo",
  resources: { [label]: changes },
});

export const safeGithub: readonly Variant[] = [
  repo("two approvals", { "mergeGate.approvals": 2 }),
  repo("no owners of files", { "mergeGate.codeOwners": false }),
  repo("one more check", { "mergeGate.checks.2": { name: "build" } }),
  repo("one more check of another app", { "mergeGate.checks.2": { name: "security/scan", app: 4711 } }),
  repo("a person as reviewer", { "environments.production.reviewers": { users: [1042] } }),
  repo("a longer wait", { "environments.production.waitMinutes": 60 }),
  repo("deployments of release branches", { "environments.production.branches": ["main", "release/*"] }),
  repo("one more environment without reviewers", { "environments.demo": { branches: ["main"] } }),
  repo("another default branch", { "repository.branch": "trunk", "environments.production.branches": ["trunk"] }),
  repo("one more variable", { "variables.RENDER_OWNER": "tea-0123456789abcdefghij" }),
  {
    title: "a production secret of the production environment",
    stack: "repo",
    added: [
      {
        type: "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
        name: "secret",
        properties: {
          repository: "twin-brains",
          environment: "production",
          secretName: "RENDER_API_KEY",
          encryptedValue: "dmFsdWUgb2YgdGhlIGtleQ==",
        },
      },
    ],
  },
  resource("the default branch by its name", gate, { "conditions.refName.includes": ["refs/heads/main"] }),
  resource("every branch", gate, { "conditions.refName.includes": ["~ALL"] }),
  resource("a team that passes by in a pull request", gate, {
    bypassActors: [{ actorId: 4711, actorType: "Team", bypassMode: "pull_request" }],
  }),
  resource("deployments of protected branches", "RepositoryEnvironment production", {
    deploymentBranchPolicy: { protectedBranches: true, customBranchPolicies: false },
  }),
  {
    title: "a token of tests that every workflow has",
    stack: "repo",
    added: [
      {
        type: "github:index/actionsSecret:ActionsSecret",
        name: "secret",
        properties: { repository: "twin-brains", secretName: "CODECOV_TOKEN" },
      },
    ],
  },
];
