import type { StackFacts } from "./facts.ts";
import { NotKnownYet, type PlainRecord } from "./unknown.ts";

export type Severity = "low" | "medium" | "high" | "critical";

/** What a finding does: refuse the change, be printed, or not be looked for at all. */
export type Level = "mandatory" | "advisory" | "disabled";

/** What a preview is going to do with a resource. */
export type Operation = "same" | "create" | "update" | "replace" | "delete";

/** A resource as a rule sees it: checked inputs, as plain data. */
export interface JudgedResource {
  readonly type: string;
  readonly name: string;
  readonly urn?: string;
  /** Called only for resources that a rule selects by type. */
  readonly properties: () => PlainRecord;
  /** Whether the engine refuses to delete it; undefined where that cannot be seen. */
  readonly protect?: boolean | undefined;
  /** URNs of what it depends on, explicitly or by a property; undefined where that cannot be seen, as for one alone. */
  readonly dependsOn?: readonly string[] | undefined;
  /** Texts in it that are kept as secrets; undefined inside a policy pack, to which they look like all others. */
  readonly secrets?: ReadonlySet<string> | undefined;
  /** Undefined inside a policy pack, which never sees it; `cutover policy check --stack` reads it from the preview. */
  readonly operation?: Operation | undefined;
}

/** Which things a rule judges, and what of them, the same from resources and from the stack's configuration. */
interface AnySubjects<Subject, Config> {
  /** In words, for the table of rules. */
  readonly description: string;
  /** Type tokens of the resources. */
  readonly types: ReadonlySet<string>;
  /** What the same resources will be, as far as the configuration alone says. */
  ofConfig(config: Config): readonly Subject[];
}

/** Things that can be judged one by one. */
export interface Subjects<Subject, Config> extends AnySubjects<Subject, Config> {
  ofResource(resource: JudgedResource): Subject;
}

/** Things that only show when all resources of the stack are looked at together. */
export interface WholeSubjects<Subject, Config> extends AnySubjects<Subject, Config> {
  /** Gets the resources of the selected types, in no order. */
  ofStack(resources: readonly JudgedResource[], stack: StackFacts): readonly Subject[];
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
  /** The key of the stack's configuration that is to be changed, such as `cutover:origins[0]`, where there is one. */
  readonly at?: string;
  /** The name that the message begins with: what an exemption names. */
  readonly subject: string;
  /** The resource it is about, where it was found by looking at several. */
  readonly urn?: string;
}

/**
 * Reports one violation, or one notice, and goes on. `at` is the key of the stack's configuration that is at fault. A notice
 * is printed and never refuses anything, whatever level the rule has.
 */
export type Violation = (message: string, fix: string, at?: string) => void;

/** Every subject has a name for messages; the ones of a whole stack also tell which resource they are. */
interface Named {
  readonly name: string;
  readonly urn?: string;
}

/** What the author of a rule writes, in this order. */
export interface RuleDefinition<Subject extends Named, Config> {
  /** Verb first: require-, disallow-, limit-. */
  readonly name: string;
  /** One sentence: what it asks for and why. */
  readonly description: string;
  /** What goes wrong without it, in two or three sentences, for `cutover policy explain` and docs/policies.md. */
  readonly reason: string;
  /** Vendors' pages and standards that it rests on, as addresses. */
  readonly pages?: readonly string[];
  /** Ids of the requirements it covers. */
  readonly requirements: readonly string[];
  readonly severity: Severity;
  /** What a violation does where the stack's configuration says nothing of the rule. Default mandatory. */
  readonly level?: Exclude<Level, "disabled">;
  /** The rule guards safety: no exemption lowers it, and the program itself applies it without a pack. */
  readonly neverExempt: boolean;
  /** What a value that a preview cannot know means to this rule. */
  readonly whenUnknown: "violation" | "notice";
  readonly subjects: Subjects<Subject, Config> | WholeSubjects<Subject, Config>;
  /** A function of its arguments only. Reads what may be unknown through `known`. */
  judge(subject: Subject, stack: StackFacts, violation: Violation, notice: Violation): void;
}

/** A rule that can be registered, listed and applied to configuration, whatever its subjects are. */
export interface Rule<Config> extends Omit<RuleDefinition<never, Config>, "judge" | "subjects"> {
  readonly appliesTo: string;
  readonly types: ReadonlySet<string>;
  /** Whether it looks at one resource at a time, or at all of them together. */
  readonly scope: "resource" | "stack";
  /** Nothing where the rule looks at all resources together. */
  judgeResource(resource: JudgedResource, stack: () => StackFacts): readonly Finding[];
  /** Nothing where the rule looks at one resource at a time. */
  judgeStack(resources: readonly JudgedResource[], stack: () => StackFacts): readonly Finding[];
  judgeConfig(config: Config, stack: StackFacts): readonly Finding[];
}

/** Makes a rule whose throw is its own finding: a fault in one rule neither passes a change nor hides the others. */
export function rule<Subject extends Named, Config>(definition: RuleDefinition<Subject, Config>): Rule<Config> {
  const { subjects, judge, ...fields } = definition;

  const judged = (name: string, subjectsOf: () => readonly Subject[], stack: () => StackFacts): readonly Finding[] => {
    const findings: Finding[] = [];
    let label: Named = { name };
    const report = (level: Finding["level"], message: string, fix: string, at?: string) =>
      findings.push({
        rule: fields.name,
        severity: fields.severity,
        level,
        message,
        fix,
        subject: label.name,
        ...(at ? { at } : {}),
        ...(label.urn ? { urn: label.urn } : {}),
      });
    const violation: Violation = (message, fix, at) => report("violation", message, fix, at);
    const notice: Violation = (message, fix, at) => report("notice", message, fix, at);
    const attempt = (run: () => void) => {
      try {
        run();
      } catch (thrown) {
        if (thrown instanceof NotKnownYet)
          report(fields.whenUnknown, `${label.name}: cannot be judged yet: ${thrown.message}`, thrown.until);
        else
          report(
            "violation",
            `${label.name}: the rule itself failed, so nothing is known about this resource: ${thrown instanceof Error ? thrown.message : thrown}`,
            `this is a fault of the rule, not of the change: report it with the rule's name, ${fields.name}`,
          );
      }
    };
    attempt(() => {
      for (const subject of subjectsOf()) {
        label = subject;
        attempt(() => judge(subject, stack(), violation, notice));
      }
    });
    return findings;
  };

  const selected = ({ type }: JudgedResource) => subjects.types.has(type);
  return {
    ...fields,
    appliesTo: subjects.description,
    types: subjects.types,
    scope: "ofStack" in subjects ? "stack" : "resource",
    judgeResource(resource, stack) {
      if (!selected(resource) || "ofStack" in subjects) return [];
      return judged(resource.name, () => [subjects.ofResource(resource)], stack);
    },
    judgeStack(resources, stack) {
      if (!("ofStack" in subjects)) return [];
      return judged(subjects.description, () => subjects.ofStack(resources.filter(selected), stack()), stack);
    },
    judgeConfig(config, stack) {
      return judged(
        subjects.description,
        () => subjects.ofConfig(config),
        () => stack,
      );
    },
  };
}
