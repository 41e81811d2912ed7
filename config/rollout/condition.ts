import { createRequire } from "node:module";
import type { ASTNode, Environment, ParseResult } from "@marcbachmann/cel-js";

/** Longer ones are refused. */
export const LONGEST_CONDITION = 2000;

/** What is wrong with a condition, whatever the figures are. */
export interface ConditionFault {
  readonly what: string;
  /** Counted from 1, in characters. */
  readonly at?: { readonly line: number; readonly column: number };
}

let language: Environment | undefined;

/**
 * The language of conditions: CEL, with every number a double and arithmetic between whole and broken numbers, since a
 * database gives 96 or 96.5 as it happens. The library is loaded with the first condition: most programs meet none.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md
 */
function cel(): Environment {
  language ??= define(createRequire(import.meta.url)("@marcbachmann/cel-js") as typeof import("@marcbachmann/cel-js"));
  return language;
}

function define(library: typeof import("@marcbachmann/cel-js")): Environment {
  const defined = new library.Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1000, maxDepth: 50 },
  })
    .registerVariable("result", "map")
    .registerVariable("rows", "list<map>")
    .registerVariable("baseline", "map")
    .registerVariable("baselineRows", "list<map>")
    .registerVariable("first", "bool")
    .registerVariable("samples", "double")
    .registerVariable("percent", "double")
    .registerOperator("int == double: bool", (a, b) => Number(a) === Number(b))
    .registerOperator("double % double: double", (a, b) => Number(a) % Number(b));
  for (const [sign, calculate] of Object.entries(arithmetic)) {
    const mixed = (a: unknown, b: unknown) => calculate(Number(a), Number(b));
    defined.registerOperator(`int ${sign} double: double`, mixed).registerOperator(`double ${sign} int: double`, mixed);
  }
  return defined;
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

/** What is wrong with a condition as it stands, before there is any figure; undefined when nothing is. */
export function conditionFault(text: string, gives: "bool" | "number" = "bool"): ConditionFault | undefined {
  if (text.length > LONGEST_CONDITION) return { what: `it is longer than ${LONGEST_CONDITION} characters` };
  let parsed: ParseResult;
  try {
    parsed = cel().parse(text);
  } catch (error) {
    return faultOf(error, text);
  }
  const refused = nodesIn(parsed.ast).flatMap(refusal)[0];
  if (refused) return { what: refused.what, at: placeIn(text, refused.node.start) };
  const { valid, type = "", error } = parsed.check();
  if (!valid) return faultOf(error, text);
  const allowed = gives === "bool" ? ["bool", "dyn"] : ["int", "double", "dyn"];
  return allowed.includes(type) ? undefined : { what: `it gives a ${type}, not a ${gives}` };
}

/** A condition that has no fault, ready to be asked of figures. */
export const parsedCondition = (text: string): ParseResult => cel().parse(text);

/** The figures that a condition reads: `result.success_rate`, `baseline.p95`. */
export function fieldsOf(text: string): string[] {
  const named = nodesIn(cel().parse(text).ast).flatMap((node) => {
    if (node.op !== ".") return [];
    const [of, name] = node.args;
    return of.op === "id" && ["result", "baseline"].includes(of.args) ? [`${of.args}.${name}`] : [];
  });
  return [...new Set(named)];
}

/** The variables that a condition reads: `result`, `baselineRows`. Of one that cannot be parsed, none. */
export function variablesOf(text: string): string[] {
  let parsed: ParseResult;
  try {
    parsed = cel().parse(text);
  } catch {
    return [];
  }
  const names = nodesIn(parsed.ast).flatMap((node) => (node.op === "id" ? [node.args] : []));
  return [...new Set(names)].filter((name) => cel().hasVariable(name));
}

/** What an error of the library says, without the lines that show where. */
export function faultOf(error: unknown, text: string): ConditionFault {
  const { summary, range } = Object(error) as { summary?: unknown; range?: { start?: unknown } };
  const what = typeof summary === "string" ? summary : error instanceof Error ? error.message : String(error);
  return { what: said(what), ...(typeof range?.start === "number" && { at: placeIn(text, range.start) }) };
}

/** `no such overload: dyn<string> > int` is no plain English. */
const said = (what: string) =>
  what
    .replace(/^no such overload: (.*)$/, "$1 cannot be worked out")
    .replace(/^found no matching overload for '(.*)'$/, "there is no $1")
    .replace(/dyn<(\w+)>/g, "$1")
    .replace(/dyn<((?:[^<>]|<[^<>]*>)*)>/g, "$1");

function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function refusal(node: ASTNode): { what: string; node: ASTNode }[] {
  // A pattern can take for ever, and no time limit of a condition would say why.
  if (node.op === "rcall" && node.args[0] === "matches")
    return [{ what: "matches is not offered: use contains, startsWith or endsWith, or let the query match", node }];
  const compared = node.op === "==" || node.op === "!=" ? node.args : [];
  return compared.some(({ op, args }) => op === "value" && args === null)
    ? [{ what: "a null counts as missing: ask has(result.x) instead of comparing with null", node }]
    : [];
}

function nodesIn(node: ASTNode): ASTNode[] {
  return [node, ...[node.args].flat(3).flatMap((part) => (isNode(part) ? nodesIn(part) : []))];
}

const isNode = (part: unknown): part is ASTNode => typeof part === "object" && part !== null && "op" in part;
