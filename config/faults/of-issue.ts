import type { z } from "zod";
import type { RuleFix } from "../rule.ts";
import { ENV_NAME } from "../text.ts";
import { expectedOf, nearest, oneOf } from "./expected.ts";
import type { Fault } from "./fault.ts";
import { faultAt, fixByHand, fixByRemoval, fixValue, type Judged } from "./fix.ts";
import type { Path } from "./property-path.ts";
import { kindsAt, likeliestVariant, nodeAt, valueAt } from "./schema-node.ts";
import { move, unknownKey } from "./unknown-key.ts";

type Issue = z.core.$ZodIssue;

/** What zod found, told as faults: one for each key that the user has to touch. */
export function faultsOf(issue: Issue, judged: Judged): Fault[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path, key], judged));
  if (issue.code === "invalid_key") return [badName(issue.path, issue.issues[0]?.message ?? "another name", judged)];
  if (issue.code === "invalid_union") {
    if (issue.errors.length === 0) return [wrongKind(issue.path, judged)];
    const inner =
      issueOfOnlyFittingVariant(issue) ??
      issue.errors[likeliestVariant(issue.path, judged.sections, judged.schema) ?? -1];
    if (inner) return inner.flatMap((found) => faultsOf({ ...found, path: [...issue.path, ...found.path] }, judged));
  }
  return [valueAt(issue.path, judged.sections) === undefined ? missing(issue, judged) : invalid(issue, judged)];
}

function fixOf(path: Path, { edit, remove, removeItem, suggest }: RuleFix, judged: Judged): string {
  if (removeItem) return fixByRemoval(path.slice(0, -1), judged);
  if (edit) return fixByHand(path, judged);
  return remove ? fixByRemoval(path, judged) : fixValue(path, judged, suggest);
}

function missing(issue: Issue, judged: Judged): Fault {
  const { path } = issue;
  const rule = ruleOf(issue);
  // A rule that says what to do knows better than the schema what belongs there.
  const told = issue.code === "custom" && (rule.edit || rule.suggest !== undefined);
  const expected = told
    ? judged.mask.scrub(issue.message)
    : expectedOf(nodeAt(path, judged.assumed, judged.schema), undefined);
  const what = `${judged.mask.path(path)} is missing; expected ${expected}.`;
  return faultAt(path, judged, { code: "CONFIG_MISSING", what, fix: fixOf(path, rule, judged) });
}

/** What is too long cannot be shortened by a command. */
function ruleOf(issue: Issue): RuleFix {
  if (issue.code === "custom") return issue.params ?? {};
  return lengthAllowed(issue) === undefined ? {} : { edit: true };
}

function lengthAllowed(issue: Issue): string | undefined {
  if (issue.code !== "too_big") return undefined;
  if (issue.origin === "string") return `at most ${issue.maximum} characters`;
  return issue.origin === "array" ? `a list of at most ${issue.maximum}` : undefined;
}

function invalid(issue: Issue, judged: Judged): Fault {
  const { sections, assumed, mask } = judged;
  const node = nodeAt(issue.path, assumed, judged.schema);
  const value = valueAt(issue.path, sections);
  const expected =
    issue.code === "custom"
      ? mask.scrub(issue.message)
      : (lengthAllowed(issue) ?? expectedOf(node, mask.hides(value, issue.path) ? "" : value));
  const what = `${mask.path(issue.path)} is ${mask.show(value, issue.path)}${typeHint(issue, value)}; expected ${expected}.`;
  return faultAt(issue.path, judged, {
    code: "CONFIG_INVALID",
    what,
    fix: fixOf(issue.path, ruleOf(issue), judged),
  });
}

/** The key that tells kinds apart (`runtime`) has none of their names. */
function wrongKind(path: Path, judged: Judged): Fault {
  const { sections, mask } = judged;
  const kinds = kindsAt(path, judged.schema);
  const value = valueAt(path, sections);
  const is = value === undefined ? "is missing" : `is ${mask.show(value, path)}`;
  return faultAt(path, judged, {
    code: value === undefined ? "CONFIG_MISSING" : "CONFIG_INVALID",
    what: `${mask.path(path)} ${is}; expected ${oneOf(kinds.toSorted(), value)}.`,
    fix: fixValue(path, judged, (mask.hides(value, path) ? undefined : nearest(kinds, String(value))) ?? kinds[0]),
  });
}

function badName(path: Path, expected: string, judged: Judged): Fault {
  const what = `${judged.mask.path(path)} has a name that cannot be used; expected ${expected}.`;
  return faultAt(path, judged, { code: "CONFIG_INVALID", what, fix: fixName(path, judged) });
}

/** `MY-VAR` was meant to be `MY_VAR`; elsewhere nothing is known about what was meant. */
function fixName(path: Path, judged: Judged): string {
  const name = String(path.at(-1)).replace(/[^A-Za-z0-9_]/g, "_");
  const to = [...path.slice(0, -1), name];
  return path[0] === "env" && ENV_NAME.test(name) ? move(path, to, judged) : fixByRemoval(path, judged);
}

/** `"10"` and `10` look alike in a file; the type is what is wrong. */
function typeHint(issue: Issue, value: unknown): string {
  if (issue.code !== "invalid_type" || typeof value === "object") return "";
  return typeof value === "string" ? " (a text)" : ` (a ${typeof value})`;
}

/** Of the kinds a value may have, the faults of the one whose keys it has, when that is exactly one. */
function issueOfOnlyFittingVariant(issue: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  const fitting = issue.errors.filter((found) =>
    found.every((inner) => inner.path.length > 0 && inner.code !== "unrecognized_keys"),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
