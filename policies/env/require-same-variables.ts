import { z } from "zod";
import type { Sibling, StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { type DeclaredVariables, declaredVariables, sourcesOf } from "../subjects/declared-variables.ts";
import { baselineOf, type Expectation, type SideBaseline } from "./baseline.ts";
import { outputOf, secretOf } from "./declared.ts";
import { setVariable } from "./set-variable.ts";

/** What staging did not have was not tried there; what production lacks crashes there first (S1.9, S4.4). */
export const requireSameVariables = rule({
  name: "require-same-variables",
  description: "Staging and production declare the same variables, so that staging shows what production will do.",
  reason:
    "A variable that was added to one stack and forgotten in the other shows late: the release passes in staging and crashes in production, or a feature runs in production that nobody has tried. A variable that the baseline requires has to be in both; of another secret a notice is given.",
  pages: ["https://12factor.net/dev-prod-parity"],
  requirements: ["S1.9", "S4.4"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: declaredVariables,

  judge(half, stack, violation, notice) {
    for (const sibling of stack.siblings().filter(({ environment }) => environment === counterpart(stack))) {
      const there = thereOf(sibling, half.half);
      if (!there) continue;
      const own = baselineOf(stack.baseline, half.half);
      const expected = { ...required(there.baseline), ...required(own) };
      const grouped = new Set([...groupsOf(own), ...groupsOf(there.baseline)]);

      for (const { variable, source, here } of differences(half, there.sources)) {
        const expectation = expected[variable];
        // Staging goes first; what a stack lacks of its own baseline is the matter of require-complete-baseline.
        if (here ? !stack.production : required(own)[variable] !== undefined) continue;
        if (expectation === undefined && (secretOf(source) === undefined || grouped.has(variable))) continue;
        const tell = expectation === undefined ? notice : violation;
        const lacking = here ? sibling.stack : (stack.stack ?? "this stack");
        const having = here ? (stack.stack ?? "this stack") : sibling.stack;
        tell(
          `${half.name}: ${variable} is declared in ${having} and not in ${lacking}; expected the same variables in both`,
          setVariable(
            { ...stack, stack: here ? sibling.stack : stack.stack, env: {} },
            half.half,
            variable,
            kindOf(source, expectation),
          ),
          here ? `cutover:env.${sideOf(stack, half.half, variable)}.${variable}` : undefined,
        );
      }
    }
  },
});

/** Staging is held against production, production against staging. */
const counterpart = ({ production, section }: StackFacts): string =>
  production ? "staging" : Environment.parse(section("app")).environment === "staging" ? "production" : "none";

const Environment = z.object({ environment: z.string() }).catch({ environment: "" });
const Env = z.record(z.string(), z.record(z.string(), z.unknown()).catch({}));

/** What another stack declares for this half; nothing where it does not have the half, or cannot be read. */
function thereOf({ section }: Sibling, half: DeclaredVariables["half"]) {
  const sources = sourcesOf(Env.safeParse(section("env")).data ?? {}, half);
  if (Object.keys(sources).length === 0) return undefined;
  try {
    return { sources, baseline: baselineOf(section("baseline"), half) };
  } catch {
    return undefined;
  }
}

const required = (baseline: SideBaseline | undefined): Readonly<Record<string, Expectation>> =>
  baseline?.required ?? {};

/** Of these there is one or another, or all or none: stacks may differ in them. */
const groupsOf = (baseline: SideBaseline | undefined): string[] =>
  [...(baseline?.alternatives ?? []), ...Object.values(baseline?.together ?? {})].flatMap((group) =>
    Object.keys(group),
  );

interface Difference {
  readonly variable: string;
  readonly source: unknown;
  /** Whether it is this stack that has it. */
  readonly here: boolean;
}

/** Copies between stacks need the other's address on one of them, and what browser tests need is for one of them. */
const MAY_DIFFER = /^(?:STAGING|PROD|PRODUCTION)_|E2E/;

function differences({ sources }: DeclaredVariables, there: Readonly<Record<string, unknown>>): Difference[] {
  const only = (one: typeof there, other: typeof there, here: boolean) =>
    Object.entries(one)
      .filter(([variable]) => !(variable in other) && !MAY_DIFFER.test(variable))
      .map(([variable, source]) => ({ variable, source, here }));
  return Object.keys(sources).length === 0 ? [] : [...only(sources, there, true), ...only(there, sources, false)];
}

const sideOf = ({ env }: StackFacts, half: string, variable: string): string =>
  Object.entries(env).find(([side, all]) => variable in all && (side === "frontend") === (half === "frontend"))?.[0] ??
  half;

function kindOf(source: unknown, expectation: Expectation | undefined): Expectation {
  const output = outputOf(source);
  if (output !== undefined) return { output };
  return secretOf(source) === undefined ? (expectation ?? "text") : "secret";
}
