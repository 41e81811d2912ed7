import { z } from "zod";
import { ROLLOUT } from "../policies/resource-types.ts";
import type { Plan } from "./plan/plan.ts";
import type { Review } from "./review.ts";
import { verdictOf } from "./verdict.ts";

const RULE = "require-earned-promotion";
/** Refusals that a declaration brings upon itself, in any world. Every other one rests on evidence, and here is none. */
const DECLARED: ReadonlySet<string> = new Set([
  "created-above-zero",
  "edited-together",
  "migrates-together",
  "not-next",
]);
const Inputs = z.object({
  decision: z.object({ outcome: z.string(), codes: z.array(z.string()) }),
});

const UNEARNED =
  "whether it is earned is judged where its evidence is: in the required check, and by npx cutover status";

/**
 * A review of an emulated world, told as one: a step that only lacks evidence is not refused, since nobody can have earned it
 * there. What is wrong in every world stays refused.
 * @param emulated what the world is like
 */
export function asRehearsed(review: Review, emulated: readonly string[]): Review {
  const told = { ...review, emulated };
  const { rollout, policies, errors } = review;
  if (rollout?.outcome !== "refuse" || !onlyLacksEvidence(review.plan)) return told;
  const findings = policies.findings.map((finding) =>
    finding.rule === RULE
      ? { ...finding, level: "advisory" as const, message: `${rollout.flag}: ${rollout.to}: ${UNEARNED}` }
      : finding,
  );
  const judged = {
    policies: { ...policies, findings },
    rollout: { ...rollout, outcome: "promote" as const, reasons: [], lines: [UNEARNED] },
    errors,
  };
  return { ...told, ...judged, verdict: verdictOf({ ...judged, goesBack: false }) };
}

function onlyLacksEvidence({ changes }: Plan): boolean {
  const decisions = changes
    .filter(({ type }) => type === ROLLOUT)
    .flatMap(({ inputs }) => Inputs.safeParse(inputs).data?.decision ?? []);
  return (
    decisions.length > 0 &&
    decisions.every(({ codes }) => codes.length > 0 && !codes.some((code) => DECLARED.has(code)))
  );
}
