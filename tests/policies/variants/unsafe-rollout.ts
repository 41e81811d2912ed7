import type { Changes, UnsafeVariant } from "./variant.ts";

const rollout = "Rollout V2_ROLLOUT_PERCENT";

/** A raise as the release provider refuses it: each reason with its code. */
const refusedFor = (...reasons: (readonly [code: string, reason: string])[]): Changes => ({
  decision: { outcome: "refuse", reasons: reasons.map(([, what]) => what), codes: reasons.map(([code]) => code) },
  granted: 0,
});
const raised = (percent: number): Changes => ({ "rollout.percent": percent });

export const unsafeRollout: readonly UnsafeVariant[] = [
  {
    title: "a step left out",
    config: raised(50),
    resources: { [rollout]: refusedFor(["not-next", "0 % → 50 % skips 10 %: the step that is due is 10 %"]) },
    rule: "require-earned-promotion",
  },
  {
    title: "a step before its time",
    config: raised(10),
    resources: { [rollout]: refusedFor(["dwell", "0 % has not stood for 24 h yet"]) },
    rule: "require-earned-promotion",
  },
  {
    title: "a step with a failing gate",
    config: raised(10),
    resources: { [rollout]: refusedFor(["gate", "gate success rate: does not pass"]) },
    rule: "require-earned-promotion",
  },
  {
    title: "a raise that nobody has judged",
    config: raised(10),
    resources: { [rollout]: { decision: undefined } },
    rule: "require-earned-promotion",
  },
  {
    title: "a raise that makes its gates weaker",
    config: raised(10),
    resources: {
      [rollout]: refusedFor(["edited-together", "the rollout is raised in the same change that edits its gates"]),
    },
    rule: "disallow-loosened-ladder",
  },
  {
    title: "a raise together with a migration",
    config: raised(10),
    resources: {
      [rollout]: refusedFor(["migrates-together", "the rollout is raised in the same change that changes migrations"]),
    },
    rule: "disallow-migration-with-promotion",
  },
  {
    title: "what was rolled back, once more",
    config: raised(10),
    resources: { [rollout]: refusedFor(["rolled-back", "it was rolled back from 10 %: too many failures"]) },
    rule: "disallow-held-commit",
  },
  {
    title: "a percentage between two steps",
    resources: {
      [rollout]: { percent: 25, granted: 25, decision: { outcome: "promote", reasons: [], codes: [] } },
    },
    rule: "require-percent-on-ladder",
  },
  {
    title: "a deployment with a percentage of its own",
    resources: {
      "Deployment zero-twin": { "environment.V2_ROLLOUT_PERCENT": "50", "meta.cutoverPercent": "50" },
    },
    rule: "require-one-flag-value",
  },
  {
    title: "a deployment that says one percentage and has another",
    resources: { "Deployment zero-twin": { "meta.cutoverPercent": "10" } },
    rule: "require-one-flag-value",
  },
  {
    title: "users given another percentage than was granted",
    resources: { "Promotion promotion": { percent: 50 } },
    rule: "require-one-flag-value",
  },
  {
    title: "a second value of the flag in a list of variables",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables",
        name: "flag",
        properties: { variables: [{ key: "V2_ROLLOUT_PERCENT", value: "50", targets: ["production"] }] },
      },
    ],
    rule: "require-one-flag-value",
  },
  {
    title: "a second value of the flag at Vercel",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        name: "flag",
        properties: { key: "V2_ROLLOUT_PERCENT", value: "100", targets: ["production"] },
      },
    ],
    rule: "require-one-flag-value",
  },
  {
    title: "a deployment that does not wait for the judgement",
    circumstances: { "Deployment zero-twin": { dependsOn: [] } },
    rule: "require-deployment-after-rollout",
  },
  {
    title: "a way back of which nobody says why",
    resources: { [rollout]: { decision: { outcome: "roll-back", reasons: [], codes: [] } } },
    rule: "require-rollback-reason",
    onlyNoted: true,
  },
];
