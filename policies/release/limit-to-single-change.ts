import { rule } from "../rule.ts";
import { releases } from "../subjects/changed-things.ts";

/** Where two things changed, nobody can tell which of them broke (S0.4). */
export const limitToSingleChange = rule({
  name: "limit-to-single-change",
  description: "Where the stack asks for it, one release changes one thing: a service, the frontend, or the rollout.",
  reason:
    "When figures get worse after a release that changed two things, both have to be taken back, and the good one with them. Small releases are found out faster and taken back more cheaply. Judged by cutover policy check, since a policy pack never sees what a preview is going to change.",
  pages: [
    "https://dora.dev/capabilities/working-in-small-batches/",
    "https://sre.google/sre-book/release-engineering/",
  ],
  requirements: ["S0.4"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: releases,

  judge({ name, things = [] }, stack, violation) {
    // `pulumi config set cutover:singleChange true` without --path writes text.
    if (String(stack.section("singleChange")) !== "true" || stack.goingDown || things.length < 2) return;
    violation(
      `${name}: this release changes ${things.join(", ")}; expected one of them`,
      `git restore what belongs to ${things.slice(1).join(", ")}, and release it in a change of its own`,
      "cutover:singleChange",
    );
  },
});
