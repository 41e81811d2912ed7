import { expect, it } from "vitest";
import { RuleUnknown } from "../../judgement/rule-unknown.ts";

const names = ["require-health-check", "require-own-origins", "require-explicit-origins", "limit-schedule"];

it.each([
  [
    "a slip of the finger",
    "require-helth-check",
    "the most similar one is require-health-check",
    "explain require-health-check",
  ],
  [
    "another way of writing it",
    "Require_Health_Check",
    "the most similar one is require-health-check",
    "explain require-health-check",
  ],
  ["a word of one name", "health", "the most similar one is require-health-check", "explain require-health-check"],
  [
    "a word of several names",
    "origins",
    "the most similar ones are require-own-origins, require-explicit-origins",
    "explain require-own-origins",
  ],
  ["what is like none", "banana", "expected a name of npx cutover policy list", "list"],
  ["nothing", "", "expected a name of npx cutover policy list", "list"],
])("answers %s with what was probably meant", (_, asked, told, fix) => {
  expect(new RuleUnknown(asked, names).message).toBe(
    `RULE_UNKNOWN: there is no rule ${JSON.stringify(asked)}; ${told}.\n  fix: npx cutover policy ${fix}`,
  );
});
