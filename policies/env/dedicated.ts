import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import { clearTextReason } from "../secrets/clear-text.ts";
import type { Environment } from "../subjects/environments.ts";
import { type PlainRecord, Unknown } from "../unknown.ts";
import type { Expectation } from "./baseline.ts";
import { isLiteral, sourceOf } from "./declared.ts";
import { ungatedPublishing } from "./gated-publishing.ts";
import { gateRuns, isAutoPublish, isDevMode, isOff, isRegressionGate } from "./switches.ts";

/** Variables of which all that can be wrong is told by rules of their own. */
const OWN_RULE = new Set(["ALLOWED_ORIGINS", "REDIS_URL", "NEXT_PUBLIC_E2E_BYPASS_AUTH"]);

/** Whether services need not agree in a variable, because a rule of its own judges it on each of them. */
export const hasOwnRule = (variable: string): boolean =>
  OWN_RULE.has(variable) || isDevMode(variable) || isAutoPublish(variable) || isRegressionGate(variable);

/**
 * Whether a rule of its own says what is wrong with a variable that is there, so that require-complete-baseline need not:
 * one fault is told once. `expectation` is what the baseline expects of it, undefined where it forbids it.
 */
export function isToldElsewhere(
  variable: string,
  expectation: Expectation | undefined,
  environment: Environment,
  env: PlainRecord,
  stack: StackFacts,
): boolean {
  const value = env[variable] ?? null;
  const isBlank = typeof value === "string" && value.trim() === "";
  if (variable === "ALLOWED_ORIGINS" && isCalledByPages(stack) && (value instanceof Unknown || isBlank)) return true;
  if (variable === "REDIS_URL" && environment.half === "backend" && isBlank) return true;
  if (value instanceof Unknown) return false;
  const source = sourceOf(environment, variable, stack);
  if (isLiteral(source) && clearTextReason(variable, String(source), expectation === "secret") !== undefined)
    return true;
  if (variable === "NEXT_PUBLIC_E2E_BYPASS_AUTH") return stack.production && !/^0?$/.test(String(value));
  if (isDevMode(variable)) return stack.production && !isOff(value);
  if (!isAutoPublish(variable) && !isRegressionGate(variable)) return false;
  if (ungatedPublishing(env).some(({ key, gate }) => key === variable || gate === variable)) return true;
  return stack.production && isRegressionGate(variable) && !gateRuns(variable, value);
}

/** The same of a variable that is missing. */
export function isMissedElsewhere(
  variable: string,
  environment: Environment,
  env: PlainRecord,
  stack: StackFacts,
): boolean {
  if (environment.half === "frontend") return false;
  // Browsers call only the API, whose own rule asks for it.
  if (variable === "ALLOWED_ORIGINS") return isCalledByPages(stack);
  const isDeclared = Object.values(stack.env).some((side) => side[variable] !== undefined);
  if (variable === "REDIS_URL") return isDeclared || Services.parse(stack.section("services")).queue !== undefined;
  return isRegressionGate(variable) && ungatedPublishing(env).length > 0;
}

const Services = z.object({ queue: z.unknown().optional() }).catch({});

/** Without a frontend and origins there is no page that calls the API, and its rule is silent. */
const isCalledByPages = ({ domains, origins }: StackFacts): boolean => domains.length > 0 || origins !== undefined;
