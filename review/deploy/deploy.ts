import type { StackFile } from "../../judgement/report.ts";
import { type Previewed, previewOf } from "../preview.ts";
import type { Review } from "../review.ts";
import { type Admission, admissionOf } from "./admission.ts";
import { applyPlan } from "./apply.ts";
import { withPlanFile } from "./plan-file.ts";
import { type Reviewed, short } from "./reviewed.ts";
import { onlyGoesDown } from "./way-down.ts";

/** What is to be deployed. */
export interface DeployOrder extends Pick<Previewed, "stack" | "project" | "env" | "signal"> {
  readonly file: StackFile;
  /** The commit that is here; undefined outside of Git. */
  readonly commit: string | undefined;
  /** Asks what was reviewed of it. */
  readonly reviewed: () => Promise<Reviewed>;
  /** Why a plan is applied that nobody reviewed. */
  readonly acceptDrift: string | undefined;
  /** Takes what is going on, line by line: text of the engine, as it is. */
  readonly tell: (line: string) => void;
}

/** What became of it. */
export interface Deployed extends Admission {
  readonly stack: string;
  readonly commit: string | undefined;
  /** Only with `deployed` and `failed` was anything changed. */
  readonly outcome: "deployed" | "refused" | "not-judged" | "failed";
  /** The reason with which a plan was accepted that is not the reviewed one. */
  readonly accepted?: string;
  readonly review: Review;
}

/**
 * Previews a stack as it is here, and applies exactly that plan where policies pass it and it is what was reviewed.
 * @throws PrepareError where there is no engine; whatever `reviewed` throws, with nothing changed
 */
export function deploy(order: DeployOrder): Promise<Deployed> {
  return withPlanFile(async (plan) => {
    const review = await judged(order, plan);
    const { stack, commit, acceptDrift, signal, tell } = order;
    const of = { stack, commit, review };
    signal.throwIfAborted();
    const refused = refusalOf(review);
    if (refused) return { ...of, ...refused };
    const admission = await admissionFor(order, review);
    const accepted = admission.admitted || admission.final ? undefined : acceptDrift;
    if (!admission.admitted && accepted === undefined) return { ...of, ...admission, outcome: "refused" };
    signal.throwIfAborted();
    const why = accepted === undefined ? admission.because : `${admission.because}; accepted: ${accepted}`;
    tell(why);
    const message = commit === undefined ? why : `${short(commit)}: ${why}`;
    const done = await applyPlan({ ...order, plan, message });
    return { ...of, ...admission, ...(accepted && { accepted }), outcome: done ? "deployed" : "failed" };
  });
}

/**
 * The plan with its verdict. A pack that refuses or fails does not hold up a way back; the engine writes no plan down then,
 * so that it is asked once more without one.
 */
async function judged({ stack, project, env, signal, file }: DeployOrder, plan: string): Promise<Review> {
  const here = { stack, project, env, signal, file, trust: "production" } as const;
  const previewed = { ...here, head: undefined, base: undefined, change: undefined, unseen: [] };
  const review = await previewOf({ ...previewed, engine: { args: ["--save-plan", plan] } });
  if (review.verdict === "pass" || (review.verdict === "refused" && !onlyGoesDown(review.plan))) return review;
  signal.throwIfAborted();
  const again = await previewOf({ ...previewed, engine: { args: ["--save-plan", plan], pack: false } });
  return onlyGoesDown(again.plan) && again.errors.length === 0 ? { ...again, verdict: "pass" } : review;
}

function refusalOf({ errors, verdict }: Review): Pick<Deployed, "outcome" | "admitted" | "because"> | undefined {
  if (errors.length > 0) return { outcome: "not-judged", admitted: false, because: "the preview failed" };
  if (verdict !== "pass") return { outcome: "refused", admitted: false, because: "policies refuse the plan" };
  return undefined;
}

async function admissionFor({ reviewed, acceptDrift }: DeployOrder, review: Review): Promise<Admission> {
  const { plan } = review;
  if (plan.changes.length === 0) return { admitted: true, because: "nothing changes" };
  if (onlyGoesDown(plan)) return { admitted: true, because: "the plan only takes users back, which needs no review" };
  try {
    return admissionOf(await reviewed(), review);
  } catch (error) {
    if (acceptDrift === undefined) throw error;
    return { admitted: false, because: "it could not be asked what was reviewed" };
  }
}
