import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requireIgnoredBuildStep } from "../../../policies/vercel/require-ignored-build-step.ts";
import { facts, PROJECT, resource, told } from "../stack-facts.ts";

const linked = {
  gitRepository: { type: "github", repo: "acme/app" },
  gitProviderOptions: { createDeployments: true },
  rootDirectory: "frontend",
};
const judge = (properties: Record<string, Plain>, services?: unknown) =>
  requireIgnoredBuildStep.judgeResource(resource(PROJECT, { name: "twin-brains", ...linked, ...properties }), () => ({
    ...facts,
    section: (key) => (key === "services" ? services : undefined),
  }));
const fix =
  "pulumi config set --path cutover:frontend.ignoreCommand 'git diff --quiet \"$VERCEL_GIT_PREVIOUS_SHA\" HEAD ./' --stack prod";

describe("S4.5 passes", () => {
  it.each<[string, Record<string, Plain>]>([
    ["a command that looks at the commit", { ignoreCommand: "git diff --quiet HEAD^ HEAD ./" }],
    ["a script", { ignoreCommand: "bash scripts/ignore-build.sh" }],
    ["a tool of the monorepo", { ignoreCommand: "npx turbo-ignore web" }],
    ["Vercel's own detection", { enableAffectedProjectsDeployments: true }],
    ["a project whose pushes only the stack deploys", { gitProviderOptions: { createDeployments: false } }],
    ["the same in an older spelling", { gitProviderOptions: { createDeployments: "disabled" } }],
    ["a project without a repository", { gitRepository: null }],
    ["a repository that is the frontend", { rootDirectory: null }],
    ["the same said with a dot", { rootDirectory: "./" }],
  ])("%s", (_title, properties) => {
    expect(judge(properties)).toEqual([]);
  });
});

describe("S4.5 refuses", () => {
  const each = "Vercel builds it for each push to the repository";
  const blind = (command: string) => `its ignored build step "${command}" does not look at what a commit touches`;

  it.each<[string, Record<string, Plain>, string]>([
    ["no command", {}, each],
    ["an empty one", { ignoreCommand: "  " }, each],
    ["Git deployments that nobody turned off", { gitProviderOptions: null }, each],
    ["a command that always builds", { ignoreCommand: "exit 1" }, blind("exit 1")],
    ["a command that never builds", { ignoreCommand: "true" }, blind("true")],
    ["a command that only says something", { ignoreCommand: "echo no build today;" }, blind("echo")],
  ])("%s", (_title, properties, what) => {
    expect(told(judge(properties))).toEqual([
      [`twin-brains: ${what}; expected a command that leaves out commits to other folders`, fix],
    ]);
  });

  it("a frontend at the root of a repository with a backend in a folder", () => {
    const services = { api: { name: "api", rootDirectory: "backend" }, queue: { name: "queue" } };
    expect(judge({ rootDirectory: "." }, services)).toHaveLength(1);
    expect(judge({ rootDirectory: "." }, { api: { name: "api" } })).toEqual([]);
  });
});

it.each(["gitProviderOptions", "rootDirectory", "ignoreCommand"])(
  "S4.5 gives notice where %s is not known yet",
  (key) => {
    expect(judge({ [key]: new Unknown("later") })).toEqual([
      expect.objectContaining({ level: "notice", fix: "later" }),
    ]);
  },
);

it("S4.5 judges the configuration by the same measure", () => {
  const frontend = { name: "twin-brains", rootDirectory: "frontend" };
  const found = (deploys: string, more = {}) =>
    requireIgnoredBuildStep.judgeConfig({ services: {}, deploys, frontend: { ...frontend, ...more } } as never, facts);
  expect(found("vendor")).toHaveLength(1);
  expect(found("vendor", { ignoreCommand: "git diff --quiet HEAD^ HEAD ./" })).toEqual([]);
  expect(found("release")).toEqual([]);
});
