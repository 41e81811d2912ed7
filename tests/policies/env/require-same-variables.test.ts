import { describe, expect, it } from "vitest";
import { requireSameVariables } from "../../../policies/env/require-same-variables.ts";
import type { Sibling, StackFacts } from "../../../policies/facts.ts";
import { facts } from "../stack-facts.ts";

type Variables = Record<string, unknown>;
const sections = (backend: Variables, required: Record<string, string>) => ({
  env: { backend },
  baseline: { backend: { required } },
});
const sibling = (stack: string, environment: string, found: Variables): Sibling => ({
  stack,
  environment,
  section: (key) => found[key],
});

/** Production with these variables beside staging with those, `REQUIRED` being what both baselines ask for. */
function judge(here: Variables, there: Variables, more: Partial<StackFacts> = {}, required = { REQUIRED: "text" }) {
  const own = sections(here, required);
  return requireSameVariables.judgeStack([], () => ({
    ...facts,
    ...own,
    siblings: () => [sibling("staging", "staging", sections(there, required))],
    ...more,
  }));
}

describe("S1.9 passes", () => {
  it.each<[string, Variables, Variables]>([
    ["the same variables", { REQUIRED: "a" }, { REQUIRED: "b" }],
    ["tuning of one alone", { REQUIRED: "a", LOG_LEVEL: "info" }, { REQUIRED: "b", BATCH: 5 }],
    ["what is copied from staging", { REQUIRED: "a", STAGING_DB_PASSWORD: { secret: "S" } }, { REQUIRED: "b" }],
    ["what browser tests need", { REQUIRED: "a" }, { REQUIRED: "b", E2E_TOKEN: { secret: "E" } }],
    ["what its own baseline misses, which another rule tells", { OTHER: 1 }, { REQUIRED: "b" }],
  ])("%s", (_title, here, there) => {
    expect(judge(here, there)).toEqual([]);
  });

  it("a project with one stack, and one whose other stacks are production too", () => {
    expect(judge({ REQUIRED: "a" }, {}, { siblings: () => [] })).toEqual([]);
    const other = sibling("prod-eu", "production", sections({ OTHER: 1 }, {}));
    expect(judge({ REQUIRED: "a" }, {}, { siblings: () => [other] })).toEqual([]);
  });

  it("staging that has a variable before production has it", () => {
    const prod = sibling("prod", "production", sections({ LOG_LEVEL: "info" }, {}));
    const section = (key: string) => (key === "app" ? { environment: "staging" } : undefined);
    expect(judge({ REQUIRED: "a" }, {}, { production: false, section, siblings: () => [prod] })).toEqual([]);
  });
});

describe("S1.9 refuses", () => {
  it("a required variable that staging lacks, with the command for staging", () => {
    expect(judge({ REQUIRED: "a" }, { LOG_LEVEL: "info" })).toEqual([
      expect.objectContaining({
        level: "violation",
        message: "prod's backend: REQUIRED is declared in prod and not in staging; expected the same variables in both",
        fix: "pulumi config set --path cutover:env.backend.REQUIRED VALUE --stack staging",
        at: "cutover:env.backend.REQUIRED",
      }),
    ]);
  });

  it("what only staging's baseline requires and production lacks", () => {
    const staging = sibling("staging", "staging", sections({ NEW: { secret: "NEW" } }, { NEW: "secret" }));
    const [finding] = judge({ OTHER: "a" }, {}, { siblings: () => [staging] });
    expect(finding).toMatchObject({
      level: "violation",
      message: expect.stringContaining("NEW is declared in staging"),
    });
    expect(finding?.fix).toContain("pulumi config set --secret --path cutover:secrets.NEW --stack prod");
  });

  it("in staging what production requires", () => {
    const prod = sibling("prod", "production", sections({ NEW: "a" }, { NEW: "text" }));
    const section = (key: string) => (key === "app" ? { environment: "staging" } : undefined);
    const found = judge({ OTHER: 1 }, {}, { production: false, section, siblings: () => [prod] }, { REQUIRED: "text" });
    expect(found.map(({ level }) => level)).toEqual(["violation"]);
  });
});

it("S1.9 gives notice of a secret that only one has, and no more", () => {
  const found = judge({ REQUIRED: "a", MAIL_KEY: { secret: "MAIL_KEY" } }, { REQUIRED: "b" });
  expect(found.map(({ level, message }) => [level, message])).toEqual([
    ["notice", "prod's backend: MAIL_KEY is declared in prod and not in staging; expected the same variables in both"],
  ]);
});
