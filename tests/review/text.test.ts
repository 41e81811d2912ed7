import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { ResourceChange } from "../../review/plan/plan.ts";
import type { Review } from "../../review/review.ts";
import { drawReview } from "../../review/text.ts";
import { finding, reviewOf } from "./github/review-of.ts";

const change = (more: Partial<ResourceChange> = {}): ResourceChange => ({
  urn: "urn:pulumi:prod::cutover::render:index:WebService::api",
  type: "render:index:WebService",
  name: "api",
  kind: "update",
  properties: [{ path: "plan", kind: "update", before: '"starter"', after: '"pro"' }],
  inputs: { name: "twin-brains-api" },
  ...more,
});
const drawn = (more: Partial<Review>) => drawReview(reviewOf("0", more), pc.createColors(false));
const plan = (...changes: ResourceChange[]) => ({ stack: "prod", changes, same: 3, said: [] });

describe("a review in a terminal", () => {
  it("begins with the verdict and what changes, in numbers", () => {
    const text = drawn({ plan: plan(change(), change({ urn: "b", name: "b", kind: "replace", properties: [] })) });
    expect(text.split("\n")[0]).toBe("✓ prod passes: 1 to update, 1 to replace; 3 stay as they are");
    expect(drawn({ verdict: "refused" })).toMatch(/^✗ prod is refused: nothing changes; 28 stay as they are\n/);
    expect(drawn({ verdict: "failed" })).toMatch(/^\? prod could not be judged: /);
  });

  it("tells what weakens the guard before anything else", () => {
    const text = drawn({
      plan: plan(change()),
      weakenings: [{ what: "policies/a.ts is deleted", file: "policies/a.ts" }],
    });
    expect(text.split("\n")[2]).toBe("! weakens what guards the stack: policies/a.ts is deleted");
  });

  it("shows each change under its service, with the values before and after", () => {
    const properties: ResourceChange["properties"] = [
      { path: "env.TOKEN", kind: "update", before: '"[secret]"', after: '"[secret]"' },
      { path: "plan", kind: "update", before: '"starter"', after: '"pro"' },
      { path: "region", kind: "replace", before: undefined, after: '"oregon"' },
    ];
    expect(drawn({ plan: plan(change({ properties })) })).toContain(
      [
        "twin-brains-api",
        "  ~ update api render:index:WebService",
        "      env.TOKEN: another secret value",
        '      plan: "starter" → "pro"',
        '      region (replaces): nothing → "oregon"',
      ].join("\n"),
    );
  });

  it("tells the rollout in its provider's words, what a merge deploys, violations with fixes, and the plan's digest", () => {
    const { policies } = reviewOf("0");
    const text = drawn({
      rollout: { flag: "F", from: "0 %", to: "10 %", outcome: "promote", reasons: [], lines: ["0 % → 10 %: earned"] },
      deploys: [{ what: "frontend", because: ["3 files in frontend"] }],
      policies: { ...policies, findings: [finding()] },
    });
    for (const part of [
      "F\n  0 % → 10 %: earned",
      "frontend: 3 files in frontend",
      "fix: name the origin",
      "plan c3c3",
    ])
      expect(text).toContain(part);
  });

  it("says that nothing had a credential, where that is so", () => {
    expect(drawn({ trust: "rehearsal" })).toContain("in a rehearsal, without any credential");
  });

  it("keeps escape sequences and workflow commands of names and values out of the terminal", () => {
    const hostile = "\u001b[2J\n::error::x\u202e";
    const property = { path: hostile, kind: "update", before: hostile, after: "1" } as const;
    const text = drawn({ plan: plan(change({ name: hostile, inputs: { name: hostile }, properties: [property] })) });
    expect(["\u001b", "\u202e", "\n::"].filter((sign) => text.includes(sign))).toEqual([]);
  });
});
