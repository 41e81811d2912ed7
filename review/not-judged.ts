import type { Report } from "../judgement/report.ts";
import { recordOf } from "./plan/digest.ts";
import type { Plan } from "./plan/plan.ts";
import type { Review } from "./review.ts";

/** What is known of a change that could not be previewed. */
export interface NotJudged extends Pick<Review, "stack" | "head" | "base" | "trust" | "errors"> {
  readonly file?: Report["file"];
  readonly weakenings?: Review["weakenings"];
}

/** A review of a change that could not be previewed: it says why, and nothing else. */
export function notJudged({ stack, head, base, trust, errors, file, weakenings = [] }: NotJudged): Review {
  const plan: Plan = { stack, changes: [], same: 0, said: [] };
  const policies: Report = { stack, judged: "preview", file, findings: [], resources: 0, errors };
  return {
    ...{ stack, head, base, trust, plan, policies, errors, weakenings, rollout: undefined, deploys: [] },
    verdict: "failed",
    record: recordOf(plan, { sections: {}, ciphertexts: {}, salt: "" }),
  };
}
