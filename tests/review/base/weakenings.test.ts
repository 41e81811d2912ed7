import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { guardFiles, weakeningsOf } from "../../../review/base/weakenings.ts";

type Sections = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, string>>;

const weaknesses = (before: Files, after: Files, prefix?: string) => {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const files = paths.filter((path) => before[path] !== after[path]);
  const texts = [before, after].map((one) => new Map(Object.entries(one))) as [
    Map<string, string>,
    Map<string, string>,
  ];
  return weakeningsOf(files, ...texts, prefix).map(({ what }) => what);
};
const fileOf = (sections: Sections) =>
  stringify({ config: Object.fromEntries(Object.entries(sections).map(([key, value]) => [`cutover:${key}`, value])) });

/** What becomes weaker between two configurations of a stack. */
const between = (before: Sections, after: Sections, name = "Pulumi.prod.yaml") =>
  weaknesses({ [name]: fileOf(before) }, { [name]: fileOf(after) });

describe("a change of the guard's own files", () => {
  it.each<[string, Files, Files, string[]]>([
    [
      "a deleted rule",
      { "policies/render/x.ts": "1" },
      {},
      ["policies/render/x.ts is deleted: a part of the policy pack"],
    ],
    [
      "an edited rule",
      { "policies/x.ts": "1" },
      { "policies/x.ts": "2" },
      ["policies/x.ts is edited: a part of the policy pack"],
    ],
    ["a new rule", {}, { "policies/x.ts": "1" }, []],
    [
      "an edited workflow",
      { ".github/workflows/a.yml": "1" },
      { ".github/workflows/a.yml": "2" },
      [".github/workflows/a.yml is edited: it decides who may merge, and what runs then"],
    ],
    [
      "a new workflow, which may say green",
      {},
      { ".github/workflows/b.yml": "1" },
      [".github/workflows/b.yml is added: it decides who may merge, and what runs then"],
    ],
    ["code owners", { CODEOWNERS: "1" }, {}, ["CODEOWNERS is deleted: it decides who may merge, and what runs then"]],
    [
      "what judges a review",
      { "review/verdict.ts": "1" },
      { "review/verdict.ts": "2" },
      ["review/verdict.ts is edited: a part of what judges pull requests"],
    ],
    [
      "what judges a promotion",
      { "release/ladder/x.ts": "1" },
      { "release/ladder/x.ts": "2" },
      ["release/ladder/x.ts is edited: a part of what judges promotions"],
    ],
    [
      "what refuses unsafe settings",
      { "components/refuse-unsafe.ts": "1" },
      {},
      ["components/refuse-unsafe.ts is deleted: a part of what refuses unsafe settings"],
    ],
    ["the app", { "backend/main.py": "1" }, { "backend/main.py": "2" }, []],
    ["a folder that begins alike", { "policies-old/x.ts": "1" }, {}, []],
  ])("%s", (_, before, after, told) => {
    expect(weaknesses(before, after)).toEqual(told);
  });

  it("is found where the project is a folder of the repository, and what belongs to GitHub at its root", () => {
    const before = { "infra/policies/x.ts": "1", "policies/x.ts": "1", ".github/a": "1" };
    expect(weaknesses(before, {}, "infra/")).toEqual([
      ".github/a is deleted: it decides who may merge, and what runs then",
      "infra/policies/x.ts is deleted: a part of the policy pack",
    ]);
  });

  it("needs the texts of no other files", () => {
    const files = ["backend/main.py", "policies/x.ts", "Pulumi.prod.yaml", ".github/a", "docs/Pulumi.prod.yaml"];
    expect(guardFiles(files)).toEqual(["policies/x.ts", "Pulumi.prod.yaml", ".github/a"]);
  });
});

describe("a change of a stack's settings", () => {
  const gate = { name: "backend tests", run: ["pytest"] };
  const exemption = { rule: "limit-schedule", resource: "cron", reason: "for now only", until: "2026-12-31" };

  it.each<[string, Sections, Sections, string[]]>([
    [
      "a lowered level",
      { policy: { levels: {} } },
      { policy: { levels: { "require-health-check": "advisory" } } },
      ["require-health-check is lowered: mandatory → advisory"],
    ],
    [
      "a level that was raised and is taken out",
      { policy: { levels: { "limit-to-deploy-windows": "mandatory" } } },
      {},
      ["limit-to-deploy-windows is lowered: mandatory → advisory"],
    ],
    ["a raised level", { policy: { levels: { "require-health-check": "disabled" } } }, {}, []],
    [
      "a new exemption",
      {},
      { policy: { exemptions: [exemption] } },
      ["cron is exempted from limit-schedule until 2026-12-31: for now only"],
    ],
    [
      "an exemption that lasts longer",
      { policy: { exemptions: [exemption] } },
      { policy: { exemptions: [{ ...exemption, until: "2027-12-31" }] } },
      ["cron is exempted from limit-schedule until 2027-12-31: for now only"],
    ],
    ["an exemption that ends", { policy: { exemptions: [exemption] } }, {}, []],
    [
      "a gate that goes",
      { releaseGates: [gate] },
      { releaseGates: [] },
      ["cutover:releaseGates[backend tests] is removed"],
    ],
    [
      "a gate that is edited",
      { releaseGates: [gate] },
      { releaseGates: [{ ...gate, run: ["true"] }] },
      ["cutover:releaseGates[backend tests] is edited"],
    ],
    ["gates in another order", { releaseGates: [gate, { name: "b" }] }, { releaseGates: [{ name: "b" }, gate] }, []],
    ["one more gate", { releaseGates: [gate] }, { releaseGates: [gate, { name: "b" }] }, []],
    ["all smoke checks", { smokeChecks: [gate] }, {}, ["cutover:smokeChecks is removed"]],
    [
      "a part of the baseline",
      { baseline: { backend: { required: { A: "url", B: "url" } } } },
      { baseline: { backend: { required: { A: "url" } } } },
      ["cutover:baseline.backend.required.B is removed"],
    ],
    [
      "a shorter step",
      { rollout: { ladder: [{ percent: 10, dwell: "PT24H" }] } },
      { rollout: { ladder: [{ percent: 10, dwell: "PT1H" }] } },
      ["cutover:rollout.ladder[10 %] is edited"],
    ],
    [
      "a criterion for going back",
      { rollout: { rollbackWhen: [{ set: "full-pass" }] } },
      { rollout: { rollbackWhen: [] } },
      ["cutover:rollout.rollbackWhen[set full-pass] is removed"],
    ],
    ["the percent alone", { rollout: { percent: 10, ladder: [] } }, { rollout: { percent: 50, ladder: [] } }, []],
    ["one thing at a time", { singleChange: true }, { singleChange: false }, ["cutover:singleChange is removed"]],
    ["one thing at a time from now on", { singleChange: false }, { singleChange: true }, []],
    [
      "another environment",
      { app: { environment: "production" } },
      { app: { environment: "staging" } },
      ["cutover:app.environment is no longer production: rules for production do not apply"],
    ],
    [
      "another branch that is released",
      { app: { branch: "main" } },
      { app: { branch: "somebody" } },
      ["cutover:app.branch is changed: what is released is built from somebody"],
    ],
    [
      "deploys by the vendors",
      {},
      { deploys: "vendor" },
      ["cutover:deploys becomes vendor: each push is deployed without the gates of a release"],
    ],
    [
      "an incident",
      {},
      { incident: { reason: "x", until: "2026-12-31" } },
      ["cutover:incident is declared: what it allows is allowed until it ends"],
    ],
    [
      "a store's protection",
      { services: { queue: {} } },
      { services: { queue: { allowDestroy: true } } },
      ["cutover:services.queue.allowDestroy lifts the protection of the store"],
    ],
    ["an env variable", { env: { backend: { A: 1 } } }, { env: { backend: { A: 2 } } }, []],
  ])("%s", (_, before, after, told) => {
    expect(between(before, after)).toEqual(told);
  });

  it("a stack's file that is deleted, or can no longer be read", () => {
    const before = { "Pulumi.prod.yaml": fileOf({}) };
    expect(weaknesses(before, {})).toEqual(["Pulumi.prod.yaml is deleted"]);
    expect(weaknesses(before, { "Pulumi.prod.yaml": "config: [" })).toEqual(["Pulumi.prod.yaml can no longer be read"]);
    const bomb = `config: {a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [${"*a,".repeat(20)}], c: [${"*b,".repeat(20)}]}`;
    expect(weaknesses(before, { "Pulumi.prod.yaml": bomb })).toEqual(["Pulumi.prod.yaml can no longer be read"]);
  });

  it("a new stack takes nothing away", () => {
    expect(weaknesses({}, { "Pulumi.new.yaml": fileOf({ policy: { levels: { x: "disabled" } } }) })).toEqual([]);
  });
});

describe("a change of the merge gate", () => {
  const gate = { checks: [{ name: "preview", app: 15368 }], approvals: 2, codeOwners: true };
  const production = { reviewers: { teams: [4711] }, waitMinutes: 10, branches: ["main"] };
  const repository = { repository: { branch: "main" }, mergeGate: gate, environments: { production } };
  const changed = (of: Sections) => between(repository, { ...repository, ...of }, "Pulumi.repo.yaml");

  it.each<[string, object, string[]]>([
    ["a check less", { checks: [] }, ["a merge no longer needs the check preview of app 15368"]],
    [
      "a check that another app may pass",
      { checks: [{ name: "preview", app: 7 }] },
      ["a merge no longer needs the check preview of app 15368"],
    ],
    ["the check with its app left out, which is the same", { checks: [{ name: "preview" }] }, []],
    ["fewer approvals", { approvals: 1 }, ["cutover:mergeGate.approvals is lowered: 2 → 1"]],
    [
      "approvals left out, which means one",
      { approvals: undefined },
      ["cutover:mergeGate.approvals is lowered: 2 → 1"],
    ],
    ["more approvals", { approvals: 3 }, []],
    ["no code owners", { codeOwners: false }, ["code owners need not approve any more"]],
  ])("%s", (_, of, told) => {
    expect(changed({ mergeGate: { ...gate, ...of } })).toEqual(told);
  });

  it.each<[string, object | undefined, string[]]>([
    ["no environment", undefined, ["cutover:environments.production is removed"]],
    ["no reviewers", { reviewers: undefined }, ["cutover:environments.production needs no reviewer any more"]],
    ["other reviewers", { reviewers: { teams: [1] } }, ["cutover:environments.production has other reviewers"]],
    ["a shorter wait", { waitMinutes: 0 }, ["cutover:environments.production.waitMinutes is lowered: 10 → 0"]],
    [
      "who approves oneself",
      { selfReview: true },
      ["cutover:environments.production: who starts a deployment may approve it"],
    ],
    ["more branches", { branches: ["main", "*"] }, ["cutover:environments.production admits more branches: *"]],
    ["a longer wait", { waitMinutes: 20 }, []],
  ])("%s", (_, of, told) => {
    expect(changed({ environments: of ? { production: { ...production, ...of } } : {} })).toEqual(told);
  });

  it("a merge gate that is gone", () => {
    expect(changed({ mergeGate: undefined })).toEqual([
      "a merge no longer needs the check preview of app 15368",
      "cutover:mergeGate.approvals is lowered: 2 → 0",
      "code owners need not approve any more",
    ]);
  });
});
