import type { Decision } from "../../../release/ladder/ladder.ts";
import type { Call } from "../../protocol/resource.ts";
import { isUnknown } from "../../protocol/unjudged.ts";
import type { ReleaseClient } from "../client.ts";
import { decide, evidenceName, historyWithin } from "./judge-rollout.ts";
import { declarationOf, positionOf, type RolloutInputs } from "./rollout-inputs.ts";

type Asked = Call<ReleaseClient>;

/** How long an unchanged rollout may look at its evidence, only to tell where it stands. */
const TELL_MS = 1_000;

/** The decision for policies, and the whole verdict for whoever reads the preview's diagnostics (D4). */
export async function judgement(
  call: Asked,
  want: RolloutInputs,
  olds: RolloutInputs | undefined,
): Promise<Pick<RolloutInputs, "decision">> {
  // Another project is another rollout: one that does not exist yet begins at zero like any other.
  const before = isUnknown(want.projectId) || want.projectId !== olds?.projectId ? undefined : olds;
  try {
    const decision = await decide(call, before, want, async () => (await call.client.site(want)).reality(call.signal));
    // What cannot be told changes no decision: least of all one to go down (S2.10).
    await tell(call, decision, before).catch(() => {});
    const { outcome, obstacles } = decision;
    return {
      decision: { outcome, reasons: obstacles.map(({ what }) => what), codes: obstacles.map(({ code }) => code) },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    call.log("warning", `the change of the percent cannot be judged: ${why}`);
    return {
      decision: {
        outcome: "refuse",
        reasons: ["the change cannot be judged now; see the resource's diagnostics"],
        codes: ["not-judged"],
      },
    };
  }
}

async function tell(call: Asked, decision: Decision, before: RolloutInputs | undefined): Promise<void> {
  const { decisionLines } = await import("../../../release/ladder/words.ts");
  if (decision.outcome !== "hold") return call.log("info", decisionLines(decision).join("\n"));
  if (!before) return;
  if (!call.client.keepsEvidence)
    return call.log(
      "info",
      "no evidence is kept, so the percent cannot be raised: set CUTOVER_DATABASE_URL (npx cutover evidence install)",
    );
  const name = evidenceName(before);
  const past = call.client.justRead.get(name) ?? (await historyWithin(call, name, TELL_MS));
  call.client.justRead.delete(name);
  if (past instanceof Error) return;
  const { standingOf } = await import("../../../release/ladder/standing.ts");
  const standing = standingOf(declarationOf(before), past, positionOf(before));
  const { earliest } = standing;
  call.log("info", decisionLines({ ...decision, standing, ...(earliest ? { earliest } : {}) }).join("\n"));
}
