import { describe, expect, it } from "vitest";
import type { JudgedResource } from "../../../policies/rule.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requireProductionDomain } from "../../../policies/vercel/require-production-domain.ts";
import { facts, PROJECT, resource, told } from "../stack-facts.ts";

const project = resource(PROJECT, { name: "twin-brains" }, "frontend");
const domain = (name: string, more: Record<string, Plain> = {}) =>
  resource("vercel:index/projectDomain:ProjectDomain", { domain: name, ...more }, name);
const alias = resource("vercel:index/alias:Alias", { alias: "twin-brains.vercel.app" }, "alias");
const stack = { ...facts, domains: ["app.twin-brains.example"] };
const judge = (resources: readonly JudgedResource[], production = true) =>
  requireProductionDomain.judgeStack([project, ...resources], () => ({ ...stack, production }));
const fix = "pulumi config set --path 'cutover:frontend.domains[0]' app.twin-brains.example --stack prod";

describe("S1.2 passes", () => {
  it.each<[string, readonly JudgedResource[]]>([
    ["a domain", [domain("app.twin-brains.example")]],
    [
      "one beside others that redirect to it",
      [domain("a.example"), domain("www.a.example", { redirect: "a.example" })],
    ],
    ["an alias", [alias]],
    ["a domain whose empty settings say nothing", [domain("a.example", { redirect: null, gitBranch: "" })]],
  ])("%s", (_title, resources) => {
    expect(judge(resources)).toEqual([]);
  });

  it("a stack that is not production", () => {
    expect(judge([], false)).toEqual([]);
  });
});

describe("S1.2 refuses", () => {
  it.each<[string, readonly JudgedResource[], string]>([
    ["no domain", [], "no domain or alias shows production"],
    [
      "one that redirects",
      [domain("a.example", { redirect: "elsewhere.example" })],
      '"a.example" leads elsewhere, and no domain shows production',
    ],
    [
      "one that shows a branch, and one an environment",
      [domain("a.example", { gitBranch: "develop" }), domain("b.example", { customEnvironmentId: "env_qa" })],
      '"a.example", "b.example" lead elsewhere, and no domain shows production',
    ],
    [
      "one whose branch is not known yet",
      [domain("a.example", { gitBranch: new Unknown("later") })],
      '"a.example" leads elsewhere, and no domain shows production',
    ],
  ])("%s", (_title, resources, what) => {
    expect(told(judge(resources))).toEqual([
      [`twin-brains: ${what}; expected at least one, without a redirect or a branch`, fix],
    ]);
  });

  it("a second project whose domain belongs to the first", () => {
    const own = { ...domain("a.example"), dependsOn: [project.urn ?? ""] };
    const docs = resource(PROJECT, { name: "docs" }, "docs");
    expect(judge([docs, own]).map(({ subject }) => subject)).toEqual(["docs"]);
  });

  it("but not one whose domain has the project's id as a text", () => {
    const own = { ...domain("a.example"), dependsOn: [project.urn ?? ""] };
    const other = { ...domain("docs.example", { projectId: "prj_docs" }), dependsOn: [] };
    expect(judge([resource(PROJECT, { name: "docs" }, "docs"), own, other])).toEqual([]);
  });
});
