import { rule } from "../rule.ts";
import { environments } from "../subjects/environments.ts";
import { known, type Plain, Unknown } from "../unknown.ts";
import { baselineOf, type Expectation, expectationsOf, fits, type SideBaseline, wordsOf } from "./baseline.ts";
import { isLiteral, keyOf, outputOf, sourceOf, words } from "./declared.ts";
import { isMissedElsewhere, isToldElsewhere } from "./dedicated.ts";
import { removeVariable, setVariable } from "./set-variable.ts";

/** A variable that is missing or mistyped shows as a crash at start, or as a feature that silently stays off (S1.9). */
export const requireCompleteBaseline = rule({
  name: "require-complete-baseline",
  description:
    "Every service and the frontend have the variables that the stack's baseline asks for, each of the expected kind.",
  reason:
    "A service that lacks a variable crashes when it starts, or worse, runs with a feature silently off. A value of another kind (a word for a number, one key of two) shows only where it is used. The baseline is the runbook's list of variables, held against every plan.",
  pages: ["https://12factor.net/config"],
  requirements: ["S1.7", "S1.9", "S1.10"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: environments,

  judge(environment, stack, violation) {
    const baseline = baselineOf(stack.baseline, environment.half);
    if (!baseline) return;
    const { name } = environment;
    const env = known(environment.env, "env");
    const isSet = (variable: string) => env[variable] !== undefined && env[variable] !== null;
    const fix = (variable: string, expectation: Expectation) =>
      setVariable(stack, environment.sideOf(variable, stack), variable, expectation);
    const at = (variable: string) => keyOf(environment, variable, stack);

    for (const { variable, expectation, because } of missing(baseline, isSet))
      if (!isMissedElsewhere(variable, environment, env, stack))
        violation(
          `${name}: ${variable} is not set${because}; expected ${wordsOf(expectation)}`,
          fix(variable, expectation),
        );
    for (const group of baseline.alternatives)
      if (!Object.keys(group).some(isSet)) {
        const [[variable, expectation] = ["", "text"] as const] = Object.entries(group);
        violation(
          `${name}: none of ${Object.keys(group).join(", ")} is set; expected one of them`,
          fix(variable, expectation),
        );
      }
    for (const variable of baseline.forbidden.filter(isSet))
      if (!isToldElsewhere(variable, undefined, environment, env, stack))
        violation(
          `${name}: ${variable} is set; expected it not to be there`,
          removeVariable(stack, environment.sideOf(variable, stack), variable),
          at(variable),
        );

    const later: string[] = [];
    for (const [variable, expectation] of expectationsOf(baseline)) {
      if (!isSet(variable)) continue;
      const fault = faultOf(env[variable] ?? null, expectation, sourceOf(environment, variable, stack));
      if (fault === undefined || isToldElsewhere(variable, expectation, environment, env, stack)) continue;
      if (fault === "not known yet") later.push(variable);
      else
        violation(
          `${name}: ${variable} ${fault}; expected ${wordsOf(expectation)}`,
          fix(variable, expectation),
          at(variable),
        );
    }
    // Told last, so that it hides nothing of what can be judged.
    for (const variable of later) known(env[variable], `env.${variable}`);
  },
});

interface Missing {
  readonly variable: string;
  readonly expectation: Expectation;
  readonly because: string;
}

function missing({ required, together }: SideBaseline, isSet: (variable: string) => boolean): Missing[] {
  const lacking = Object.entries(required).filter(([variable]) => !isSet(variable));
  const halfSet = Object.entries(together).flatMap(([title, group]) => {
    const there = Object.keys(group).filter(isSet);
    if (there.length === 0) return [];
    const because = `, but ${there.join(", ")} ${there.length === 1 ? "is" : "are"} (${title}: all or none)`;
    return Object.entries(group).flatMap(([variable, expectation]) =>
      isSet(variable) ? [] : [{ variable, expectation, because }],
    );
  });
  return [...lacking.map(([variable, expectation]) => ({ variable, expectation, because: "" })), ...halfSet];
}

/**
 * What is wrong with a variable that is there. A value is shown only where the stack's file holds it in clear and it is
 * not expected to be a secret: whatever else a service has may be one.
 */
function faultOf(value: Plain, expectation: Expectation, source: unknown): string | undefined {
  if (expectation === "secret" && isLiteral(source) && source !== "")
    return "is written into the stack's configuration in clear text";
  if (typeof expectation === "object" && "output" in expectation && source !== undefined)
    return outputOf(source) === expectation.output ? undefined : "comes from somewhere else";
  // What an output is follows from its name; that it is there is all that there is to judge.
  if (outputOf(source) !== undefined && (expectation === "url" || expectation === "text" || expectation === "secret"))
    return undefined;
  if (value instanceof Unknown) return expectation === "secret" ? undefined : "not known yet";
  const text = typeof value === "object" ? "" : String(value);
  if (fits(expectation, text)) return undefined;
  if (text.trim() === "") return "is empty";
  return words(text, source);
}
