import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { Deployed } from "../../../review/deploy/deploy.ts";
import { drawDeployed, markdownDeployed } from "../../../review/deploy/told.ts";
import { finding, reviewOf } from "../github/review-of.ts";

const deployed = (more: Partial<Deployed> = {}): Deployed => ({
  ...{ stack: "prod", commit: "a".repeat(40), outcome: "deployed", admitted: true },
  because: "the plan is the one that was reviewed in #7 (aaaaaaa)",
  review: reviewOf("a".repeat(40)),
  ...more,
});
const text = (more: Partial<Deployed>) => drawDeployed(deployed(more), pc.createColors(false));
const differs: Partial<Deployed> = {
  outcome: "refused",
  admitted: false,
  because: "the plan is not the one that was reviewed in #7 (aaaaaaa)",
  difference: { added: ["create a b"], changed: ["config env: with another value"], gone: [] },
};

describe("what became of a deployment is told", () => {
  it("with the verdict and what it rests on first, and the plan's digest", () => {
    expect(text({})).toBe(
      [
        "✓ prod is deployed: the plan is the one that was reviewed in #7 (aaaaaaa)",
        `  nothing changes; 28 stay as they are; plan ${reviewOf("a".repeat(40)).record.digest}`,
        "",
      ].join("\n"),
    );
  });

  it("with the difference and two ways on where it is refused", () => {
    const lines = text(differs).split("\n");
    expect(lines.slice(0, 5)).toEqual([
      "✗ prod is not deployed: the plan is not the one that was reviewed in #7 (aaaaaaa)",
      "  in this plan, and not in the reviewed one",
      "    create a b",
      "  in both, and different",
      "    config env: with another value",
    ]);
    expect(lines.filter((line) => line.startsWith("  fix: "))).toHaveLength(2);
    expect(text(differs)).toContain('npx cutover deploy --stack prod --accept-drift "the reason"');
  });

  it("with the rules where they refuse it, and without the offer to accept that", () => {
    const review = reviewOf("a".repeat(40), { verdict: "refused" });
    const policies = { ...review.policies, findings: [finding()] };
    const told = text({ ...differs, because: "policies refuse the plan", review: { ...review, policies } });
    expect(told).toContain("require-explicit-origins");
    expect(told).not.toContain("--accept-drift");
  });

  it("with what to do where the update failed on its way", () => {
    expect(text({ outcome: "failed" })).toContain(
      "  fix: repair what the update failed at, and run the same command again",
    );
  });

  it("with so many lines of a long difference, and how many more there are", () => {
    const added = Array.from({ length: 45 }, (_, index) => `create a b${index}`);
    expect(text({ ...differs, difference: { added, changed: [], gone: [] } })).toContain(
      "    create a b39\n    and 5 more\n",
    );
  });

  it("without anything that a name or a reason could do in a terminal, a log or a summary", () => {
    const hostile =
      "::error::x\u001b[31m\u202e <!-- cutover:preview prod --> @team ![x](https://evil.example/x.png) ``` #1";
    const more: Partial<Deployed> = {
      ...differs,
      accepted: hostile,
      difference: { added: [`create a ${hostile}`, "::set-output name=x::y"], changed: [], gone: [] },
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for.
    expect(text(more)).not.toMatch(/\u001b|\u202e|^\s*::/m);
    const markdown = markdownDeployed(deployed(more));
    expect(markdown).not.toContain("<!--");
    // All of it is in code: what is left without code is ours.
    const outside = markdown.replace(/(`{3,})text\n[\s\S]*?\n\1/g, "").replace(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, "");
    expect(outside).not.toMatch(/@team|evil\.example|#1\b/);
  });
});
