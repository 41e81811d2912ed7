import type { StackFacts } from "./facts.ts";
import { NotKnownYet, type PlainRecord } from "./unknown.ts";

type Severity = "low" | "medium" | "high" | "critical";

/** A resource as a rule sees it: checked inputs, as plain data. */
export interface JudgedResource {
  readonly type: string;
  readonly name: string;
  /** Called only for resources that a rule selects by type. */
  readonly properties: () => PlainRecord;
}

/** Which things a rule judges, and what of them, the same from a resource and from the stack's configuration. */
export interface Subjects<Subject, Config> {
  /** In words, for the table of rules. */
  readonly description: string;
  /** Type tokens of the resources. */
  readonly types: ReadonlySet<string>;
  ofResource(resource: JudgedResource): Subject;
  /** What the same resources will be, as far as the configuration alone says. */
  ofConfig(config: Config): readonly Subject[];
}

/** What a rule found. A violation refuses the change; a notice says what could not be judged yet. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly level: "violation" | "notice";
  /** What is wrong, with the resource's name in it. */
  readonly message: string;
  /** A command where there is one. */
  readonly fix: string;
}

/** Reports one violation and goes on. */
type Violation = (message: string, fix: string) => void;

/** What the author of a rule writes, in this order. */
export interface RuleDefinition<Subject extends { readonly name: string }, Config> {
  /** Verb first: require-, disallow-, limit-. */
  readonly name: string;
  /** One sentence: what it asks for and why. */
  readonly description: string;
  /** Ids of the requirements it covers. */
  readonly requirements: readonly string[];
  readonly severity: Severity;
  /** The rule guards safety: no exemption lowers it, and the program itself applies it without a pack. */
  readonly neverExempt: boolean;
  /** What a value that a preview cannot know means to this rule. */
  readonly whenUnknown: "violation" | "notice";
  readonly subjects: Subjects<Subject, Config>;
  /** A function of its arguments only. Reads what may be unknown through `known`. */
  judge(subject: Subject, stack: StackFacts, violation: Violation): void;
}

/** A rule that can be registered, listed and applied to configuration, whatever its subjects are. */
export interface Rule<Config> extends Omit<RuleDefinition<never, Config>, "judge" | "subjects"> {
  readonly appliesTo: string;
  readonly types: ReadonlySet<string>;
  judgeResource(resource: JudgedResource, stack: () => StackFacts): readonly Finding[];
  judgeConfig(config: Config, stack: StackFacts): readonly Finding[];
}

/** Makes a rule whose throw is its own finding: a fault in one rule neither passes a change nor hides the others. */
export function rule<Subject extends { readonly name: string }, Config>(
  definition: RuleDefinition<Subject, Config>,
): Rule<Config> {
  const { subjects, judge, ...fields } = definition;

  const judged = (name: string, subjectOf: () => Subject, stack: () => StackFacts): readonly Finding[] => {
    const findings: Finding[] = [];
    const report = (level: Finding["level"], message: string, fix: string) =>
      findings.push({ rule: fields.name, severity: fields.severity, level, message, fix });
    let label = name;
    try {
      const subject = subjectOf();
      label = subject.name;
      judge(subject, stack(), (message, fix) => report("violation", message, fix));
    } catch (thrown) {
      if (thrown instanceof NotKnownYet)
        report(fields.whenUnknown, `${label}: cannot be judged yet: ${thrown.message}`, thrown.until);
      else
        report(
          "violation",
          `${label}: the rule itself failed, so nothing is known about this resource: ${thrown instanceof Error ? thrown.message : thrown}`,
          `this is a fault of the rule, not of the change: report it with the rule's name, ${fields.name}`,
        );
    }
    return findings;
  };

  return {
    ...fields,
    appliesTo: subjects.description,
    types: subjects.types,
    judgeResource(resource, stack) {
      if (!subjects.types.has(resource.type)) return [];
      return judged(resource.name, () => subjects.ofResource(resource), stack);
    },
    judgeConfig(config, stack) {
      return subjects.ofConfig(config).flatMap((subject) =>
        judged(
          subject.name,
          () => subject,
          () => stack,
        ),
      );
    },
  };
}
