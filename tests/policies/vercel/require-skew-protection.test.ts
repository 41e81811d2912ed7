import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requireSkewProtection } from "../../../policies/vercel/require-skew-protection.ts";
import { facts, PROJECT, ROLLOUT, resource, told } from "../stack-facts.ts";

interface Standing {
  percent: Plain;
  state?: Plain;
  skewProtection?: Plain;
  goingDown?: boolean;
  sections?: Record<string, unknown>;
}

const judge = ({ percent, state = "serving", skewProtection = null, goingDown = false, sections = {} }: Standing) =>
  requireSkewProtection.judgeStack(
    [
      resource(PROJECT, { name: "twin-brains", skewProtection }, "frontend"),
      resource(ROLLOUT, { flag: "V2", percent, legacy: { state } }, "V2"),
    ],
    () => ({ ...facts, goingDown, section: (key) => sections[key] }),
  );

const request = { method: "POST", path: "/process-full" };
const gone = { target: "api", request, expect: { status: 404 } };
const gate = { name: "old endpoint is gone", steps: ["removed"], http: gone };
const rollout = { gates: [{ set: "full-pass" }, gate] };
const fix = "pulumi config set --path cutover:frontend.skewProtection '7 days' --stack prod";

describe("S2.2 S2.9 passes", () => {
  it.each<[string, Standing]>([
    ["the start", { percent: 0 }],
    ["a rollout beside the old API", { percent: 10 }],
    ["all users on the new version", { percent: 100 }],
    ["an old API that is announced to go, and there", { percent: 100, state: "deprecated" }],
    ["one that is gone, behind Skew Protection", { percent: 100, state: "removed", skewProtection: "12 hours" }],
    ["a rollout that is over", { percent: 100, state: "retired" }],
    ["the way down from there", { percent: 100, state: "removed", goingDown: true }],
    [
      "checks of something else that is to be gone",
      { percent: 10, sections: { rollout, smokeChecks: [{ ...gone, request: { path: "/debug" } }] } },
    ],
    [
      "a gate of the last step alone",
      { percent: 50, sections: { rollout, smokeChecks: [{ ...gone, expect: { status: 200 } }] } },
    ],
  ])("%s", (_title, standing) => {
    expect(judge(standing)).toEqual([]);
  });
});

describe("S2.2 S2.9 refuses", () => {
  const told404 = "smoke checks expect the old API's /process-full to be gone";
  it.each<[string, Standing, string]>([
    ["an old API that is removed", { percent: 100, state: "removed" }, "at removed the old API is removed"],
    ["the same below 100 %", { percent: 50, state: "removed" }, "at 50 % the old API is removed"],
    [
      "one that is gone while users are on it",
      { percent: 50, sections: { rollout, smokeChecks: [gone] } },
      `at 50 % ${told404}`,
    ],
    [
      "one that is gone before its time",
      { percent: 100, state: "deprecated", sections: { rollout, smokeChecks: [gone] } },
      `at deprecated ${told404}`,
    ],
  ])("%s", (_title, standing, what) => {
    expect(told(judge(standing))).toEqual([
      [
        `twin-brains: ${what}, and nothing serves pages that were opened before; expected skewProtection, or the old API still there`,
        fix,
      ],
    ]);
  });
});

it("S2.9 gives notice of what is not known yet", () => {
  const later = new Unknown("later");
  for (const standing of [
    { percent: later },
    { percent: 100, state: later },
    { percent: 100, state: "removed", skewProtection: later },
  ])
    expect(judge(standing)).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
