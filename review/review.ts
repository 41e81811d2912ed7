import type { Report } from "../judgement/report.ts";
import type { Plan, PlanRecord } from "./plan/plan.ts";

/** What the stack's rollout is going to do, and when the next step can open; from `cutover status` and the plan. */
export interface RolloutOutlook {
  readonly flag: string;
  /** What users get now and what the change asks for: `10 %`, `deprecated`. */
  readonly from: string;
  readonly to: string;
  readonly outcome: "hold" | "promote" | "refuse" | "roll-back";
  readonly reasons: readonly string[];
  /** Figures and the earliest moment, a line each, as the provider says them. */
  readonly lines: readonly string[];
}

/** A part of the repository that a merge deploys, and why (S4.5). */
export interface Deploys {
  /** `twin-brains-api`, `frontend`, `nothing`. */
  readonly what: string;
  readonly because: readonly string[];
  /** Who does it, and when; in words of ours alone. */
  readonly by?: string;
}

/** Something that makes the guard itself weaker, or takes a part of it away; told on top, judged by the base branch's code. */
export interface Weakening {
  /** `policies/render/disallow-free-plan.ts is deleted` */
  readonly what: string;
  readonly file: string;
}

/** Whose levels, exemptions and environment a change was judged by, where that is worth a word. */
export interface JudgedBy {
  /** `base`: the change loosens them, and nobody who may has approved that. */
  readonly rules: "base" | "own";
  /** The branch that it goes into; undefined where GitHub was not asked. */
  readonly into: string | undefined;
  /** Who may approve it, as the file of code owners names them. */
  readonly owners: readonly string[];
  /** Login of who has approved this commit; without it its own count because none stand. */
  readonly by?: string;
}

/** Everything that is told of one change: the source of comment, JSON, SARIF and check run. */
export interface Review {
  readonly stack: string;
  /** Commit that was previewed and the base it was compared with, 40 hex digits; undefined outside Git. */
  readonly head: string | undefined;
  readonly base: string | undefined;
  /** `production`: read with credentials by the base branch's code. `rehearsal`: the pull request's own code without any. */
  readonly trust: "production" | "rehearsal";
  readonly verdict: "pass" | "refused" | "failed";
  readonly plan: Plan;
  readonly record: PlanRecord;
  readonly policies: Report;
  readonly rollout: RolloutOutlook | undefined;
  readonly deploys: readonly Deploys[];
  readonly weakenings: readonly Weakening[];
  readonly judgedBy?: JudgedBy;
  /** With trust `rehearsal`: what the emulated world is like, and what it cannot show. */
  readonly emulated?: readonly string[];
  /** What kept the preview from being made, or what it leaves out; the rest is then not the whole truth. */
  readonly errors: readonly string[];
}
