import { expect, it } from "vitest";
import { judgedByText } from "../../review/judged-by.ts";
import type { JudgedBy } from "../../review/review.ts";
import { reviewOf } from "./reviews.ts";

const told = (judgedBy: JudgedBy) => judgedByText(reviewOf({ judgedBy }), (text) => `'${text}'`);

it.each<[string, JudgedBy, string]>([
  [
    "who has to approve what, so that its own levels count",
    { rules: "base", into: "main", owners: ["@acme/reviewers", "@ada"] },
    "Judged with the levels and exemptions of 'main', not its own, until an owner of 'policies/' ('@acme/reviewers' or '@ada') has approved 'a1a1a1a1a1a1'.",
  ],
  [
    "that nobody owns the policies",
    { rules: "base", into: "main", owners: [] },
    "Judged with the levels and exemptions of 'main', not its own, until an owner of 'policies/' has approved 'a1a1a1a1a1a1'; nobody owns it: name an owner in '.github/CODEOWNERS' of 'main'.",
  ],
  [
    "that GitHub was not asked",
    { rules: "base", into: undefined, owners: [] },
    "Judged with the levels and exemptions of the base, not its own, until an owner of 'policies/' has approved it, for which GitHub has to be asked: '--comment'.",
  ],
  [
    "who approved its own",
    { rules: "own", into: "main", owners: ["@ada"], by: "ada" },
    "Judged with its own levels and exemptions: 'ada', who owns 'policies/', has approved 'a1a1a1a1a1a1'.",
  ],
  [
    "that the stack is new",
    { rules: "own", into: "main", owners: [] },
    "Judged with its own levels and exemptions: 'main' has no file of this stack.",
  ],
])("says %s", (_, judgedBy, text) => {
  expect(told(judgedBy)).toBe(text);
});

it("says nothing where nothing is loosened", () => {
  expect(judgedByText(reviewOf(), String)).toBeUndefined();
});
