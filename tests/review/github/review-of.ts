import type { ToldFinding } from "../../../judgement/report.ts";
import type { Review } from "../../../review/review.ts";
import { reviewOf as reviewWith } from "../reviews.ts";

const text = "config:\n  cutover:origins:\n    - https://app.example.com\n    - '*'\n  cutover:deploys: release\n";

/** A violation on the fourth line of the file that `reviewOf` has. */
export const finding = (more: Partial<ToldFinding> = {}): ToldFinding => ({
  rule: "require-explicit-origins",
  severity: "critical",
  level: "mandatory",
  message: "twin-brains: origins has *",
  fix: "name the origin",
  at: "cutover:origins[1]",
  ...more,
});

/** A review that passes, of a commit and a stack that stays as it is. */
export const reviewOf = (head: string, more: Partial<Review> = {}): Review & { readonly head: string } => ({
  ...reviewWith({
    plan: { stack: "prod", changes: [], same: 28, said: [] },
    policies: {
      ...{ stack: "prod", judged: "preview", findings: [], resources: 28, errors: [] },
      file: { stack: "prod", name: "Pulumi.prod.yaml", text },
    },
    ...more,
  }),
  head,
});
