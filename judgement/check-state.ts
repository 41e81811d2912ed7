import { schemaFor } from "../config/kinds.ts";
import { stackConfig } from "../config/schema.ts";
import { Judge } from "../policies/judge.ts";
import { judgeConfig } from "../policies/judge-config.ts";
import type { Verdict } from "../policies/levels.ts";
import type { JudgedResource } from "../policies/rule.ts";
import { rules } from "../policies/rules.ts";
import { inOrder, type Report, type StackFile } from "./report.ts";
import { factsIn, usableSections } from "./stack-facts.ts";
import { ENCRYPTED, type ExportedState } from "./state-file.ts";
import { toldOf } from "./told.ts";

/** What is judged without an engine: a state, and the file of its stack where there is one. */
export interface StateToCheck {
  readonly stack: string;
  readonly state: ExportedState;
  readonly file: StackFile | undefined;
  /** The folder with the other stacks' files. */
  readonly project: string;
  readonly now?: Date;
}

/**
 * Applies every rule to an exported state. What it holds encrypted is judged by the stack's file as far as that goes, as
 * the program judges it; for the rest it is advice to look, since nothing is about to change.
 * @throws ConfigError with every fault of the stack's file
 */
export function checkState({ stack, state, file, project, now }: StateToCheck): Report {
  const sections = file ? usableSections(file) : {};
  const facts = factsIn(stack, sections, project, now);
  const judge = new Judge(rules, facts);
  const inState = [...state.resources.flatMap((one) => ofOne(one, judge)), ...judge.ofStack(state.resources)];
  const verdicts = [...inState.map(asAdvice), ...ofFile(sections, facts.stack, inState)];
  return {
    stack,
    judged: "state",
    file,
    findings: inOrder(verdicts.map((verdict) => toldOf(verdict, facts))),
    resources: state.resources.length,
    errors: [],
  };
}

/** A rule that sees one resource does not say which: the engine adds it to what a pack tells. */
const ofOne = (resource: JudgedResource, judge: Judge): Verdict[] =>
  judge
    .ofResource(resource)
    .map((verdict) => ({ ...verdict, finding: { ...verdict.finding, urn: resource.urn ?? "" } }));

/** A violation only because a value is encrypted says nothing against the stack. */
const asAdvice = (verdict: Verdict): Verdict =>
  verdict.finding.fix === ENCRYPTED.until ? { ...verdict, level: "advisory" } : verdict;

/** What the program itself would refuse, but for what the state has shown already. */
function ofFile(sections: Readonly<Record<string, unknown>>, stack: string | undefined, told: readonly Verdict[]) {
  if (Object.keys(sections).length === 0 || schemaFor(sections) !== stackConfig) return [];
  const known = new Set(told.map(({ finding }) => `${finding.rule}\n${finding.message}`));
  return judgeConfig(stackConfig.parse(sections), stack)
    .filter(({ level }) => level === "violation")
    .filter(({ rule, message }) => !known.has(`${rule}\n${message}`))
    .map((finding) => ({ finding, level: "mandatory" as const }));
}
