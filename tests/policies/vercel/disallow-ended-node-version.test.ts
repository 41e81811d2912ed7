import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { disallowEndedNodeVersion } from "../../../policies/vercel/disallow-ended-node-version.ts";
import { facts, PROJECT, resource, told } from "../stack-facts.ts";

const judge = (nodeVersion: Plain, day = "2026-11-21", goingDown = false) =>
  disallowEndedNodeVersion.judgeStack([resource(PROJECT, { name: "twin-brains", nodeVersion })], () => ({
    ...facts,
    now: new Date(`${day}T23:30:00Z`),
    goingDown,
  }));
const newer =
  "pulumi config set --path cutover:frontend.engines 24.x --stack prod && pulumi config set --path cutover:frontend.nodeVersion 24.x --stack prod";

it("S1.8 is advice unless the stack says otherwise", () => {
  expect(disallowEndedNodeVersion.level).toBe("advisory");
});

describe("S1.8 tells, with the day,", () => {
  it.each<[string, Plain, string, string]>([
    ["a version that ended", "20.x", "2026-11-21", 'Node "20.x" has had no security fixes since 2026-04-30'],
    [
      "an older one in another spelling",
      "v16.20.0",
      "2026-11-21",
      'Node "v16.20.0" has had no security fixes since 2023-09-11',
    ],
    ["one that ends soon", "22.x", "2027-01-30", 'Node "22.x" gets its last security fixes on 2027-04-30, in 90 days'],
    ["one that ends today", "22.x", "2027-04-30", 'Node "22.x" gets its last security fixes on 2027-04-30, today'],
  ])("%s", (_title, version, day, what) => {
    expect(told(judge(version, day))).toEqual([
      [`twin-brains: ${what}; expected a version that is maintained, such as 24.x`, newer],
    ]);
  });
});

it.each<[string, Plain, string]>([
  ["a version that is maintained", "24.x", "2026-11-21"],
  ["one with 91 days left", "22.x", "2027-01-29"],
  ["one that is not known here", "26.x", "2026-11-21"],
  ["none, of which another rule speaks", null, "2026-11-21"],
])("S1.8 says nothing of %s", (_title, version, day) => {
  expect(judge(version, day)).toEqual([]);
});

it("S2.10 says nothing on the way down", () => {
  expect(judge("20.x", "2026-11-21", true)).toEqual([]);
});

it("S1.8 gives notice of a version that is not known yet", () => {
  expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
