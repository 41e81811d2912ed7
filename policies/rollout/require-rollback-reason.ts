import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { percentText, rollouts } from "../subjects/rollouts.ts";

/** Noted and never more: nobody who takes users back is kept from it by a form (S2.10). */
export const requireRollbackReason = rule({
  name: "require-rollback-reason",
  description:
    "A change that takes users back says why, for whoever decides about the next promotion; it is only noted.",
  reason:
    "Without the reason the same version is raised again a week later by somebody who was not there. The next promotion is refused until cause and repair are on record, and by then those who knew have forgotten.",
  pages: ["https://sre.google/sre-book/postmortem-culture/"],
  requirements: ["S2.10"],
  severity: "low",
  level: "advisory",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: rollouts,

  judge({ name, percent, outcome }, stack, _violation, notice) {
    if (outcome !== "roll-back" || stack.incident) return;
    notice(
      `${name}: goes back to ${percentText(percent)} and nothing says why; expected cutover:incident.reason, or cause and fix on record afterwards`,
      `npx cutover rollback explain --cause "…" --fix "…"${onStack(stack)}`,
      "cutover:incident.reason",
    );
  },
});
