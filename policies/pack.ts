import { type Policies, PolicyPack, type PolicyResource, type ReportViolation } from "@pulumi/policy";
import { Config } from "@pulumi/pulumi/config.js";
import { factsOf, type StackFacts } from "./facts.ts";
import { Judge } from "./judge.ts";
import type { Verdict } from "./levels.ts";
import { once } from "./once.ts";
import type { JudgedResource, Severity } from "./rule.ts";
import { rules } from "./rules.ts";
import { sectionOf } from "./section.ts";
import { projectFolder, siblingsOf } from "./siblings.ts";
import { plainProperties } from "./unknown.ts";
import { partsOfUrn } from "./urn.ts";
import { verdictText } from "./verdict-text.ts";

/** The library takes an object too, which its types leave out: it gives a finding the name and level of its own rule. */
type ReportFinding = (violation: {
  name: string;
  message: string;
  enforcementLevel: "mandatory" | "advisory";
  severity: Severity;
  urn?: string;
}) => void;

/** What is judged in this process: one stack, once. Made when the first resource comes, as its configuration is. */
let run: { readonly judge: Judge; readonly facts: StackFacts } | undefined;

/**
 * The library takes a resource apart anew for each policy that it runs, so two policies run all rules. The rules are
 * listed without a function, which costs nothing, and findings are reported under their names.
 */
const judges: Policies = [
  {
    name: "judge-each-resource",
    description: "Applies the rules about single resources.",
    validateResource({ type, name, urn, props, opts }, report) {
      const { judge, facts } = runOf(urn);
      const properties = () => plainProperties(props);
      tell(judge.ofResource({ type, name, urn, properties, protect: opts.protect }), facts, report);
    },
  },
  {
    name: "judge-the-stack",
    description: "Applies the rules about several resources.",
    validateStack({ resources }, report) {
      const { judge, facts } = runOf(resources[0]?.urn ?? "");
      tell(judge.ofStack(resources.map(judged)), facts, report);
    },
  },
];

function judged({ type, name, urn, props, opts, dependencies }: PolicyResource): JudgedResource {
  const properties = () => plainProperties(props);
  return { type, name, urn, properties, protect: opts.protect, dependsOn: dependencies.map((one) => one.urn) };
}

function tell(verdicts: readonly Verdict[], facts: StackFacts, report: ReportViolation): void {
  for (const verdict of verdicts) {
    const { rule, severity, urn } = verdict.finding;
    (report as unknown as ReportFinding)({
      name: rule,
      message: verdictText(verdict, facts),
      // Stated for each finding, so that pack configuration cannot soften it.
      enforcementLevel: verdict.level,
      severity,
      ...(urn ? { urn } : {}),
    });
  }
}

function runOf(urn: string) {
  if (run) return run;
  const { stack, project } = partsOfUrn(urn);
  const others = once(() => siblings(stack, project));
  const facts = factsOf(stack, readSection, { now: new Date(), siblings: others });
  // Rules ask for them at the end, when all wait for it; now the program is busy, and the pack is not.
  setTimeout(() => attempt(others), 20).unref();
  run = { judge: new Judge(rules, facts), facts };
  return run;
}

/** The stack's configuration by key. Each section is parsed once, so that what follows from it can be remembered by it. */
const sections = new Map<string, unknown>();

function readSection(key: string): unknown {
  if (!sections.has(key)) sections.set(key, key === "secrets" ? undefined : sectionOf(new Config("cutover").get(key)));
  return sections.get(key);
}

/** What fails now fails again for the rule that asks, and is told as its finding. */
function attempt(what: () => unknown): void {
  try {
    what();
  } catch {
    // See above.
  }
}

function siblings(stack: string, project: string) {
  const folder = projectFolder(process.cwd(), project);
  return folder === undefined ? [] : siblingsOf(folder, stack);
}

new PolicyPack("cutover", {
  policies: [
    ...judges,
    ...rules.map(({ name, description, severity }) => ({ name, description, severity, validateResource: [] })),
  ],
  enforcementLevel: "mandatory",
});
