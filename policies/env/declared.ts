import type { StackFacts } from "../facts.ts";
import { show } from "../show.ts";
import type { Environment } from "../subjects/environments.ts";
import type { Plain } from "../unknown.ts";

/** Where the stack's configuration says that a variable's value comes from; undefined where it says nothing. */
export const sourceOf = (environment: Environment, variable: string, stack: StackFacts): unknown =>
  stack.env[environment.sideOf(variable, stack)]?.[variable];

/** Whether the stack's file holds the value itself, in clear. */
export const isLiteral = (source: unknown): source is string | number | boolean =>
  typeof source === "string" || typeof source === "number" || typeof source === "boolean";

/** The name of the secret that a source takes, the output that it takes; undefined where it takes none. */
export const secretOf = (source: unknown): string | undefined => memberOf(source, "secret");
export const outputOf = (source: unknown): string | undefined => memberOf(source, "output");

function memberOf(source: unknown, key: string): string | undefined {
  if (typeof source !== "object" || source === null) return undefined;
  const value: unknown = Reflect.get(source, key);
  return typeof value === "string" ? value : undefined;
}

/** The key under which the stack's configuration has the variable, for `at`; undefined where it has none. */
export const keyOf = (environment: Environment, variable: string, stack: StackFacts): string | undefined =>
  sourceOf(environment, variable, stack) === undefined
    ? undefined
    : `cutover:env.${environment.sideOf(variable, stack)}.${variable}`;

/** What a variable is, in words. Its value is shown only where the stack's file holds it in clear. */
export const words = (value: Plain, source: unknown): string =>
  isLiteral(source) ? `is ${show(String(value))}` : "has another value";
