import type { StackFacts } from "../policies/facts.ts";
import { rules } from "../policies/rules.ts";
import { byOperations } from "./by-operations.ts";
import { PreviewEvents } from "./preview-events.ts";
import { previewRun } from "./preview-run.ts";
import { inOrder, type Report, type StackFile } from "./report.ts";
import { factsIn, usableSections } from "./stack-facts.ts";
import { toldOf } from "./told.ts";

/** What is judged with the engine: the plan of one stack. */
export interface StackToCheck {
  /** As Pulumi knows it. */
  readonly stack: string;
  readonly file: StackFile;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Runs a preview with this repository's pack, and adds what only the plan's operations show.
 * @throws ConfigError with every fault of the stack's file, before an engine starts
 * @throws PrepareError where there is no engine
 */
export async function checkStack({ stack, file, project, env, signal }: StackToCheck): Promise<Report> {
  const facts = factsIn(stack, usableSections(file), project);
  const events = new PreviewEvents();
  const trouble = await previewRun({ stack, project, env, signal }, (event) => events.take(event));
  return reportOf(events, trouble, facts, { stack, file });
}

/** What the pack said of a plan, with what only its operations show. */
export function reportOf(
  { findings, resources, errors }: PreviewEvents,
  trouble: string | undefined,
  facts: StackFacts,
  { stack, file }: Pick<Report, "stack" | "file">,
): Report {
  const known = new Set(findings.map(({ rule, message }) => `${rule}\n${message}`));
  const added = byOperations(rules, resources, facts)
    .map((verdict) => toldOf(verdict, facts))
    .filter(({ rule, message }) => !known.has(`${rule}\n${message}`));
  const refused = findings.some(({ level }) => level === "mandatory");
  return {
    stack,
    judged: "preview",
    file,
    findings: inOrder([...findings, ...added]),
    resources: resources.length,
    errors: trouble !== undefined && !refused && errors.length === 0 ? [trouble] : errors,
  };
}
