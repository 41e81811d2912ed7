import { z } from "zod";
import { policy } from "./policy.ts";
import { text } from "./text.ts";

/** The app that reports the checks of GitHub's own workflows, at every GitHub. */
export const GITHUB_ACTIONS = 15368;

const id = (description: string, example: number) =>
  z
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description, examples: [example] });

const branch = text(/^(?![-/])[^\s~^:?*[\\]+(?<![/.])$/, {
  expected: "the name of a Git branch",
  description: "The branch that a merge deploys",
  examples: ["main"],
});
const branchPattern = text(/^(?![-/])[^\s~^:[\\]+$/, {
  expected: "the name of a branch, * for any part of it",
  description: "A branch that may deploy",
  examples: ["main"],
});
const name = (description: string, example: string) =>
  text(/^\S(?:.{0,98}\S)?$/, { expected: "at most 100 characters on one line", description, examples: [example] });
const variableName = text(/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/, {
  expected: "upper-case letters, digits and _, not starting with a digit or GITHUB_",
  description: "The name of an Actions variable",
  examples: ["CUTOVER_STACK"],
});
const variables = z
  .record(
    variableName,
    z
      .string()
      .min(1)
      .meta({ description: "The value; not a secret", examples: ["prod"] }),
  )
  .default({});

const repository = z
  .strictObject({
    address: text(/^https:\/\/github\.com\/[A-Za-z0-9-]+\/(?!.*\.git$)[A-Za-z0-9._-]+$/, {
      expected: "https://github.com/OWNER/NAME",
      description: "The repository on GitHub whose rules these are",
      examples: ["https://github.com/acme-brains/twin-brains"],
      rewrite: (written) => written.replace(/^git@github\.com:/, "https://github.com/").replace(/\.git$|\/$/, ""),
    }),
    branch,
  })
  .meta({ title: "Repository", description: "The repository whose rules these are" });

const check = z
  .strictObject({
    name: name("The check's name, as it stands under a pull request", "preview"),
    app: id("The app whose word counts; 15368 is GitHub Actions", GITHUB_ACTIONS).default(GITHUB_ACTIONS),
  })
  .meta({ title: "Check", description: "A check that has to pass" });

const mergeGate = z
  .strictObject({
    name: name("The ruleset's name", "merge gate").default("merge gate"),
    checks: z.array(check).min(1).meta({ description: "Checks that have to pass before a merge" }),
    approvals: z.int().min(1).max(10).default(1).meta({ description: "How many others have to approve" }),
    codeOwners: z
      .boolean()
      .default(true)
      .meta({ description: "Whether an owner of each changed file has to approve (CODEOWNERS)" }),
  })
  .meta({ title: "Merge gate", description: "What a pull request needs before it may be merged; nobody may pass by" });

const reviewers = z
  .strictObject({
    teams: z
      .array(id("gh api orgs/ORG/teams/SLUG --jq .id", 4711))
      .max(6)
      .default([])
      .meta({ description: "Ids of teams" }),
    users: z.array(id("gh api users/LOGIN --jq .id", 1042)).max(6).default([]).meta({ description: "Ids of users" }),
  })
  .meta({ title: "Reviewers", description: "Who has to approve a deployment; one of them is enough" });

const environment = z
  .strictObject({
    reviewers: reviewers.exactOptional(),
    waitMinutes: z.int().min(0).max(43_200).default(0).meta({ description: "How long an approved deployment waits" }),
    selfReview: z.boolean().default(false).meta({ description: "Whether who started a deployment may approve it" }),
    branches: z.array(branchPattern).min(1).meta({ description: "The branches that may deploy" }),
    variables: variables.meta({ description: "Actions variables of this environment" }),
  })
  .meta({ title: "Environment", description: "A deployment environment" });

const environmentName = text(/^[A-Za-z0-9][\w-]{0,62}$/, {
  expected: "letters, digits, _ and -",
  description: "The name of an environment",
  examples: ["production"],
});

const adoptedBranch = text(/^[A-Za-z0-9][\w-]{0,62}:[^\s~^:[\\]+$/, {
  expected: "ENVIRONMENT:BRANCH",
  description: "A branch of an environment",
  examples: ["production:main"],
});
const adoptedVariable = text(/^(?:[A-Za-z0-9][\w-]{0,62}:)?(?!GITHUB_)[A-Z_][A-Z0-9_]*$/, {
  expected: "the name of a variable, ENVIRONMENT:NAME for one of an environment",
  description: "A variable that exists already",
  examples: ["production:CUTOVER_STACK"],
});

const adopt = z
  .strictObject({
    ruleset: id("Its number, at the end of its address", 1001).exactOptional(),
    environments: z.array(environmentName).default([]).meta({ description: "Names under environments" }),
    branches: z
      .record(adoptedBranch, id("The number of the branch policy", 1002))
      .default({})
      .meta({ description: "ENVIRONMENT:BRANCH, each with the number of its policy" }),
    variables: z
      .array(adoptedVariable)
      .default([])
      .meta({ description: "Names under variables, and ENVIRONMENT:NAME for those of an environment" }),
  })
  .prefault({})
  .meta({
    title: "Adopt",
    description:
      "What exists already and is taken over by the next up; where it is declared otherwise, it is changed with it. Later without effect",
  });

/**
 * The configuration of the stack that guards the repository, `Pulumi.repo.yaml` (D14). An administrator applies it; the
 * stacks of the app hold no token that could weaken it.
 */
export const repositoryConfig = z.strictObject({
  repository,
  mergeGate,
  environments: z.record(environmentName, environment).default({}).meta({
    title: "Environments",
    description: "Deployment environments by name",
  }),
  variables: variables.meta({ title: "Variables", description: "Actions variables of the repository, by name" }),
  adopt,
  policy,
});

/** The rules of a repository, checked, with defaults filled in. */
export type RepositoryConfig = z.output<typeof repositoryConfig>;
export type MergeGateConfig = RepositoryConfig["mergeGate"];
export type EnvironmentConfig = RepositoryConfig["environments"][string];
