import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { environments } from "../subjects/environments.ts";
import { known, Unknown } from "../unknown.ts";
import { keyOf } from "./declared.ts";
import { ungatedPublishing } from "./gated-publishing.ts";
import { setVariable } from "./set-variable.ts";
import { gateRuns, isRegressionGate, runningValue } from "./switches.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 7;

/** A gate that was switched off in an emergency, and forgotten, guards nothing for months (S1.14). */
export const limitEmergencySwitches = rule({
  name: "limit-emergency-switches",
  description: `A regression gate is off in production only during a declared incident that ends within ${LONGEST_DAYS} days.`,
  reason:
    "In an incident a regression gate may have to be switched off. Without an end date it stays off: the incident is over, and every later release and learned change goes out unjudged until it hurts users.",
  requirements: ["S1.7", "S1.14"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: environments,

  judge(environment, stack, violation) {
    // The way down may need the switch, and a moment that has passed may not close it (S2.10).
    if (!stack.production || stack.goingDown) return;
    const { name } = environment;
    const env = known(environment.env, "env");
    const gates = Object.keys(env).filter((key) => isRegressionGate(key) && env[key] !== null);
    const off = gates.filter((key) => !(env[key] instanceof Unknown) && !gateRuns(key, env[key]));
    const fault = off.length > 0 ? faultOf(stack) : undefined;
    // A gate that something is published without is the matter of require-gated-publishing.
    const told = new Set(fault ? ungatedPublishing(env).map(({ gate }) => gate) : []);
    for (const key of fault ? off.filter((one) => !told.has(one)) : []) {
      const on = setVariable(stack, environment.sideOf(key, stack), key, { is: runningValue(key) });
      violation(
        `${name}: ${key} keeps the regression gate from running, ${fault}`,
        `${on}, or ${declare(stack)}`,
        keyOf(environment, key, stack),
      );
    }
    for (const key of gates) known(env[key], `env.${key}`);
  },
});

/** Why the switch may not be off now; undefined during an incident that ends soon enough. */
function faultOf({ incident, section, now }: StackFacts): string | undefined {
  const latest = new Date(now.getTime() + LONGEST_DAYS * DAY_MS);
  if (incident && incident.until <= latest) return undefined;
  if (incident)
    return `and the declared incident ends on ${day(incident.until)}; expected an end by ${day(latest)}, ${LONGEST_DAYS} days from now`;
  return section("incident") === undefined
    ? "without a declared incident; expected cutover:incident with the day on which it ends"
    : "and the declared incident is over; expected the gate to run again";
}

const day = (moment: Date) => moment.toISOString().slice(0, 10);

/** The commands that declare an incident until tomorrow. */
function declare(stack: StackFacts): string {
  const until = `${new Date(stack.now.getTime() + DAY_MS).toISOString().slice(0, 16)}:00Z`;
  const set = (key: string, value: string) => setKey(stack, `cutover:incident.${key}`, value);
  const reason = stack.section("incident") === undefined ? [set("reason", "WHAT IS GOING ON")] : [];
  return [...reason, set("until", until)].join(" && ");
}
