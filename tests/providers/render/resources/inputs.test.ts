import { describe, expect, it } from "vitest";
import { checkRuntime } from "../../../../providers/render/resources/preview-service.ts";
import { WebServiceInputs } from "../../../../providers/render/resources/web-service.ts";
import { program } from "../support/world.ts";

const faultsOf = (given: object) =>
  (WebServiceInputs.safeParse({ ...program, ...given }).error?.issues ?? []).map(({ path }) => path.join("."));

describe("inputs", () => {
  it("fills in Render's defaults", () => {
    expect(WebServiceInputs.parse({ ...program, env: undefined })).toMatchObject({
      ...{ branch: "main", plan: "starter", region: "oregon", numInstances: 1 },
      ...{ autoDeployTrigger: "off", previewGeneration: "off", env: {} },
    });
  });

  it.each([
    ["name", { name: "" }],
    ["ownerId", { ownerId: "my-team" }],
    ["repo", { repo: "git@github.com:acme/app.git" }],
    ["repo", { repo: "https://user:token@github.com/acme/app" }],
    ["rootDir", { rootDir: "/backend" }],
    ["rootDir", { rootDir: "" }],
    ["runtime", { runtime: "php" }],
    ["plan", { plan: "startr" }],
    ["region", { region: "mars" }],
    ["numInstances", { numInstances: 0 }],
    ["numInstances", { numInstances: 1.5 }],
    ["healthCheckPath", { healthCheckPath: "health" }],
    ["healthCheckPath", { healthCheckPath: "//evil.example" }],
    ["maxShutdownDelaySeconds", { maxShutdownDelaySeconds: 301 }],
    ["autoDeployTrigger", { autoDeployTrigger: "yes" }],
    ["buildFilter", { buildFilter: { path: [] } }],
    ["env.1A", { env: { "1A": "x" } }],
    ["env...", { env: { "..": "x" } }],
    ["env.A", { env: { A: 1 } }],
  ])("names %s when it is at fault (%j)", (path, given) => {
    expect(faultsOf(given)).toEqual([path]);
  });
});

describe("what a runtime takes", () => {
  const faults = (given: object) => checkRuntime(WebServiceInputs.parse({ ...program, ...given }));

  it("needs build and start command for a language runtime", () => {
    expect(faults({ runtime: "python", startCommand: "serve" })).toEqual([
      { path: "buildCommand", reason: "runtime python needs it" },
    ]);
    expect(faults({ runtime: "node", buildCommand: "npm ci", startCommand: "npm start" })).toEqual([]);
  });

  it("does not take the commands of the other kind of runtime", () => {
    expect(faults({ buildCommand: "make" })).toEqual([
      { path: "buildCommand", reason: "runtime docker does not take it; leave it out" },
    ]);
    expect(faults({ runtime: "go", buildCommand: "b", startCommand: "s", dockerfilePath: "./D" })).toEqual([
      { path: "dockerfilePath", reason: "runtime go does not take it; leave it out" },
    ]);
  });

  it("needs an image for runtime image, and takes nothing of a repository with it", () => {
    const [path, git] = [
      "ghcr.io/acme-brains/api:1",
      { branch: "next", autoDeployTrigger: "commit", rootDir: "backend" },
    ];
    expect(faults({ runtime: "image", repo: undefined, image: { path }, dockerCommand: "serve" })).toEqual([]);
    expect(faults({ runtime: "image", repo: undefined })).toEqual([
      { path: "image", reason: "runtime image needs it" },
    ]);
    expect(faults({ runtime: "image", image: { path }, ...git }).map((fault) => fault.path)).toEqual([
      ...["repo", "branch", "rootDir", "autoDeployTrigger"],
    ]);
  });

  it("needs a repository, and takes no image, for every other runtime", () => {
    expect(faults({ repo: undefined, image: { path: "nginx" } })).toEqual([
      { path: "image", reason: "runtime docker does not take it; leave it out" },
      { path: "repo", reason: "runtime docker needs it" },
    ]);
  });
});
