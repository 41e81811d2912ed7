import { describe, expect, it } from "vitest";
import { requireNoE2eBypass } from "../../../policies/frontend/require-no-e2e-bypass.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, resource, VARIABLE } from "../stack-facts.ts";

const KEY = "NEXT_PUBLIC_E2E_BYPASS_AUTH";
const judge = (value: Plain, targets: Plain = ["production"], production = true, key = KEY) =>
  requireNoE2eBypass.judgeResource(resource(VARIABLE, { key, value, targets }), () => ({ ...facts, production }));

describe("S1.10 passes", () => {
  it.each<[string, ReturnType<typeof judge>]>([
    ["0", judge("0")],
    ["an empty value", judge("")],
    ["another variable", judge("1", ["production"], true, "NEXT_PUBLIC_OTHER")],
    ["previews only", judge("1", ["preview"])],
    ["a stack that is not production", judge("1", ["production"], false)],
  ])("%s", (_title, found) => {
    expect(found).toEqual([]);
  });
});

it.each(["1", "true", "false", "no"])("S1.10 refuses %j, which is a truth to the app", (value) => {
  expect(judge(value)).toEqual([
    {
      rule: "require-no-e2e-bypass",
      severity: "critical",
      level: "violation",
      message: `${KEY} is set in production: everybody gets in without signing in; expected it unset, or 0`,
      fix: `pulumi config rm --path cutover:env.frontend.${KEY} --stack prod`,
    },
  ]);
});

it("S1.10 refuses what nobody can know yet, and reaches Production as far as can be told", () => {
  expect(judge(new Unknown("later"))[0]).toMatchObject({ level: "violation", fix: "later" });
  expect(judge("1", [new Unknown("later")])).toHaveLength(1);
  expect(judge("1", null)).toHaveLength(1);
});
