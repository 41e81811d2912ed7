import type { Level, Severity } from "../policies/rule.ts";

/** What one rule says of one resource or of the stack, as it is told outside the engine. */
export interface ToldFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** A mandatory one refuses the change. */
  readonly level: Exclude<Level, "disabled">;
  /** What is wrong; begins with the name of what it is about. */
  readonly message: string;
  /** A command where there is one. */
  readonly fix: string;
  /** The key of the stack's configuration that is to be changed, `cutover:…`. */
  readonly at?: string | undefined;
  readonly urn?: string | undefined;
  /** Why and until when a violation is put up with. */
  readonly exempted?: string | undefined;
}

/** A stack's file as it was read; findings are shown on its lines. */
export interface StackFile {
  readonly stack: string;
  /** Its name in the repository, `Pulumi.prod.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** A judgement of a whole stack. */
export interface Report {
  /** As Pulumi knows it: `prod`, or `org/project/prod`. */
  readonly stack: string;
  /** What was judged: the plan of a preview, or a state that somebody exported. */
  readonly judged: "preview" | "state";
  readonly file: StackFile | undefined;
  readonly findings: readonly ToldFinding[];
  readonly resources: number;
  /** What kept rules from being judged at all; the findings are then not the whole truth. */
  readonly errors: readonly string[];
}

/** 0 for nothing or advice only, 1 for violations, 3 where an error kept rules from judging. */
export function exitCodeOf({ findings, errors }: Report): 0 | 1 | 3 {
  if (errors.length > 0) return 3;
  return findings.some(({ level }) => level === "mandatory") ? 1 : 0;
}

/** Findings about one fault that shows in several places, such as one list of origins on three services. */
export interface Fault {
  /** The first of them. */
  readonly finding: ToldFinding;
  /** Names of what the others are about. */
  readonly also: readonly string[];
}

const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The gravest first: violations, then advice, each by severity; the same findings always in the same order. */
export function inOrder(findings: readonly ToldFinding[]): readonly ToldFinding[] {
  const keyOf = ({ level, severity, rule, message }: ToldFinding) =>
    [level === "mandatory" ? 0 : 1, SEVERITIES.indexOf(severity), rule, message].join("\n");
  return findings
    .map((finding) => ({ finding, key: keyOf(finding) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ finding }) => finding);
}

/** The findings as faults to be repaired, in the order in which they come. */
export function faultsOf({ findings }: Pick<Report, "findings">): readonly Fault[] {
  const groups = Map.groupBy(findings, (one) => [one.rule, one.level, one.fix, wordsAfterName(one)].join("\n"));
  return [...groups.values()].flatMap(([finding, ...others]) =>
    finding ? [{ finding, also: [...new Set(others.map(nameIn))].filter((name) => name !== nameIn(finding)) }] : [],
  );
}

const MOST_NAMED = 12;

/** Where else a fault shows, on one line that can be read. */
export function alsoText(also: readonly string[]): string {
  const more = also.length - MOST_NAMED;
  return `also: ${also.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const nameIn = ({ message }: ToldFinding): string => message.split(": ", 1)[0] ?? "";
const wordsAfterName = (finding: ToldFinding): string => finding.message.slice(nameIn(finding).length);

/** `2 violations, 1 advice; 48 rules on 25 resources` */
export function summaryOf({ findings, resources }: Pick<Report, "findings" | "resources">, rules: number): string {
  const violations = findings.filter(({ level }) => level === "mandatory").length;
  const rest = findings.length - violations;
  const parts = [
    counted(violations, "violation", "violations"),
    ...(rest > 0 ? [counted(rest, "advisory", "advisories")] : []),
  ];
  return `${parts.join(", ")}; ${counted(rules, "rule", "rules")} on ${counted(resources, "resource", "resources")}`;
}

const counted = (count: number, one: string, many: string): string => `${count || "no"} ${count === 1 ? one : many}`;
