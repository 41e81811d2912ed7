import { ConfigError } from "../config/errors.ts";
import { reportOf } from "../judgement/check-stack.ts";
import { PreviewEvents } from "../judgement/preview-events.ts";
import type { PreviewRun } from "../judgement/preview-run.ts";
import { inOrder, type Report, type StackFile } from "../judgement/report.ts";
import { factsIn, usableSections } from "../judgement/stack-facts.ts";
import type { Change } from "./base/change.ts";
import { deploysOf } from "./base/triggers.ts";
import { ungatedBranch } from "./gated-branch.ts";
import { notJudged } from "./not-judged.ts";
import { onlySettings } from "./only-settings.ts";
import { recordOf } from "./plan/digest.ts";
import { digestedFile } from "./plan/digested-file.ts";
import { PlanEvents } from "./plan/plan-events.ts";
import type { Review } from "./review.ts";
import { rolloutOutlook } from "./rollout-outlook.ts";
import { timelyRun } from "./timely-run.ts";
import { onlyGoesBack, verdictOf } from "./verdict.ts";

/** What is previewed, and what it is compared with. */
export interface Previewed extends Pick<Review, "stack" | "head" | "base" | "trust" | "judgedBy"> {
  /** As the change has it: its plan is recorded, and findings stand on its lines. */
  readonly file: StackFile;
  /** The file's text with other levels than its own, by which it is judged; the engine is given the same. */
  readonly judgedText?: string | undefined;
  /** What the branch brings; undefined where nothing is compared. */
  readonly change: Change | undefined;
  /** The branch that it goes into, where that is known. */
  readonly into?: string | undefined;
  /** What of it this preview leaves out: paths, and keys. */
  readonly unseen: readonly string[];
  /** Whose approval that waits for, and why: a sentence each. */
  readonly waits?: readonly string[];
  readonly project: string;
  /** The engine's. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** When the engine is stopped, whatever it waits for. Default never. */
  readonly deadlineMs?: number;
  /** What the engine is asked for beside the preview. */
  readonly engine?: Pick<PreviewRun, "args" | "pack">;
}

/**
 * Previews a change once, and tells everything that is to be told of it. A configuration that cannot be used is a review,
 * too: it says what is wrong.
 * @throws PrepareError where there is no engine
 */
export async function previewOf(previewed: Previewed): Promise<Review> {
  const { stack, head, base, trust, file, judgedText, judgedBy, change, project } = previewed;
  const unseen = notSeen(previewed);
  const weakenings = change?.weakenings ?? [];
  const sections = sectionsOrFaults(file);
  const judgedSections = judgedText === undefined ? sections : sectionsOrFaults({ ...file, text: judgedText });
  const unusable = ({ message }: ConfigError): Review =>
    notJudged({ stack, head, base, trust, file, weakenings, errors: [message, ...unseen] });
  if (sections instanceof ConfigError) return unusable(sections);
  if (judgedSections instanceof ConfigError) return unusable(judgedSections);
  const facts = factsIn(stack, judgedSections, project);
  const digested = digestedFile(file.text);
  const judged = new PreviewEvents();
  const planned = new PlanEvents(stack);
  const { env, signal, engine, deadlineMs } = previewed;
  const { trouble, stopped } = await timelyRun({ stack, project, env, signal, ...engine }, deadlineMs, (event) => {
    judged.take(event);
    planned.take(event);
  });
  const { plan } = planned;
  const before = sectionsBefore(previewed);
  const report = reportOf(judged, trouble, facts, { stack, file });
  const ungated = change && ungatedBranch(facts, before, previewed.into);
  const policies: Report = {
    ...report,
    findings: ungated ? inOrder([...report.findings, ungated]) : report.findings,
    // What an engine says while it is stopped is told by why it was.
    errors: stopped === undefined ? report.errors : [stopped],
  };
  const rollout = rolloutOutlook(judged.resources, plan);
  const { errors } = policies;
  const goesBack = onlySettings(previewed, digested) && onlyGoesBack(before, judgedSections);
  return {
    ...{ stack, head, base, trust, plan, policies, rollout, weakenings, errors: [...errors, ...unseen] },
    ...(judgedBy && { judgedBy }),
    verdict: verdictOf({ policies, rollout, errors, unseen, goesBack }),
    record: recordOf(plan, digested),
    deploys: change ? deploysOf(change.files, sections, change.prefix) : [],
  };
}

function sectionsOrFaults(file: StackFile): Readonly<Record<string, unknown>> | ConfigError {
  try {
    return usableSections(file);
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

/** How many are named of those that are left out. */
const NAMED = 10;

function notSeen({ unseen, waits = [], head }: Previewed): string[] {
  if (unseen.length === 0) return [];
  const more = unseen.length > NAMED ? ` and ${unseen.length - NAMED} more` : "";
  const commit = head === undefined ? "the newest commit" : head.slice(0, 12);
  return [
    [
      `the change of ${unseen.slice(0, NAMED).join(", ")}${more} is not in this preview, which runs the base's program with the change's configuration`,
      ...waits.slice(0, NAMED).map((one) => `  ${one}`),
      `  fix: have a code owner approve ${commit}; the program is previewed then`,
    ].join("\n"),
  ];
}
