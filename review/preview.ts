import { ConfigError } from "../config/errors.ts";
import { reportOf } from "../judgement/check-stack.ts";
import { PreviewEvents } from "../judgement/preview-events.ts";
import { type PreviewRun, previewRun } from "../judgement/preview-run.ts";
import type { Report, StackFile } from "../judgement/report.ts";
import { factsIn, sectionsIn } from "../judgement/stack-facts.ts";
import type { Change } from "./base/change.ts";
import { deploysOf } from "./base/triggers.ts";
import { onlySettings } from "./only-settings.ts";
import { recordOf } from "./plan/digest.ts";
import { digestedFile } from "./plan/digested-file.ts";
import type { Plan } from "./plan/plan.ts";
import { PlanEvents } from "./plan/plan-events.ts";
import type { Review } from "./review.ts";
import { rolloutOutlook } from "./rollout-outlook.ts";
import { onlyGoesBack, verdictOf } from "./verdict.ts";

/** What is previewed, and what it is compared with. */
export interface Previewed extends Pick<Review, "stack" | "head" | "base" | "trust"> {
  /** As the change has it. */
  readonly file: StackFile;
  /** What the branch brings; undefined where nothing is compared. */
  readonly change: Change | undefined;
  /** What of it this preview leaves out: paths, and keys. */
  readonly unseen: readonly string[];
  readonly project: string;
  /** The engine's. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** What the engine is asked for beside the preview. */
  readonly engine?: Pick<PreviewRun, "args" | "pack">;
}

/**
 * Previews a change once, and tells everything that is to be told of it. A configuration that cannot be used is a review,
 * too: it says what is wrong.
 * @throws PrepareError where there is no engine
 */
export async function previewOf(previewed: Previewed): Promise<Review> {
  const { stack, head, base, trust, file, change, unseen, project, env, signal, engine } = previewed;
  const sections = sectionsOrFaults(file);
  if (sections instanceof ConfigError) return unusable(previewed, sections);
  const facts = factsIn(stack, sections, project);
  const judged = new PreviewEvents();
  const planned = new PlanEvents(stack);
  const trouble = await previewRun({ stack, project, env, signal, ...engine }, (event) => {
    judged.take(event);
    planned.take(event);
  });
  const { plan } = planned;
  const policies = reportOf(judged, trouble, facts, { stack, file });
  const rollout = rolloutOutlook(judged.resources, plan);
  const errors = [...policies.errors, ...notSeen(unseen)];
  const goesBack = onlySettings(previewed) && onlyGoesBack(sectionsBefore(previewed), sections);
  return {
    ...{ stack, head, base, trust, plan, policies, rollout, errors },
    verdict: verdictOf({ policies, rollout, errors, goesBack }),
    record: recordOf(plan, digestedFile(file.text)),
    deploys: change ? deploysOf(change.files, sections, change.prefix) : [],
    weakenings: change?.weakenings ?? [],
  };
}

function sectionsOrFaults(file: StackFile): Readonly<Record<string, unknown>> | ConfigError {
  try {
    return sectionsIn(file);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** A base that is not in order itself is compared with nothing. */
function sectionsBefore({ file, change }: Previewed): Readonly<Record<string, unknown>> | undefined {
  const text = change?.before;
  const sections = text === undefined ? undefined : sectionsOrFaults({ ...file, text });
  return sections instanceof ConfigError ? undefined : sections;
}

function unusable({ stack, head, base, trust, file, change, unseen }: Previewed, { message }: ConfigError): Review {
  const errors = [message, ...notSeen(unseen)];
  const plan: Plan = { stack, changes: [], same: 0, said: [] };
  const policies: Report = { stack, judged: "preview", file, findings: [], resources: 0, errors: [message] };
  return {
    ...{ stack, head, base, trust, plan, policies, errors, rollout: undefined, deploys: [] },
    verdict: "failed",
    record: recordOf(plan, { sections: {}, ciphertexts: {}, salt: "" }),
    weakenings: change?.weakenings ?? [],
  };
}

/** How many are named of those that are left out. */
const NAMED = 10;

function notSeen(unseen: readonly string[]): string[] {
  if (unseen.length === 0) return [];
  const more = unseen.length > NAMED ? ` and ${unseen.length - NAMED} more` : "";
  return [
    [
      `the change of ${unseen.slice(0, NAMED).join(", ")}${more} is not in this preview, which runs the base's program with the change's configuration`,
      "  fix: have a code owner approve the newest commit; the program is previewed then",
    ].join("\n"),
  ];
}
