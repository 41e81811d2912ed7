import { describe, expect, it } from "vitest";
import { alsoText, exitCodeOf, faultsOf, inOrder, summaryOf } from "../../judgement/report.ts";
import { found, reportOf } from "./reports.ts";

describe("the exit code of a report", () => {
  it.each([
    ["nothing was found", reportOf(), 0],
    ["there is only advice", reportOf(found({ level: "advisory" })), 0],
    ["there is a violation", reportOf(found({ level: "advisory" }), found()), 1],
    ["an error kept rules from judging", { ...reportOf(), errors: ["the provider ended"] }, 3],
    ["an error kept rules from judging after a violation", { ...reportOf(found()), errors: ["the provider ended"] }, 3],
  ])("tells that %s", (_, report, code) => {
    expect(exitCodeOf(report)).toBe(code);
  });
});

describe("the order of findings", () => {
  it("is violations first, then by severity, then by rule, whatever order they came in", () => {
    const findings = [
      found({ level: "advisory", severity: "critical", rule: "require-a" }),
      found({ severity: "low", rule: "require-b" }),
      found({ severity: "critical", rule: "require-d" }),
      found({ severity: "critical", rule: "require-c" }),
    ];
    const order = ["require-c", "require-d", "require-b", "require-a"];
    expect(inOrder(findings).map(({ rule }) => rule)).toEqual(order);
    expect(inOrder(findings.toReversed()).map(({ rule }) => rule)).toEqual(order);
  });
});

describe("faults", () => {
  it("gather what one change repairs in several places", () => {
    const message = (name: string) => `${name}: ALLOWED_ORIGINS contains "*"`;
    const findings = ["api", "worker", "cron"].map((name) => found({ message: message(name), fix: "one command" }));
    expect(faultsOf({ findings })).toEqual([{ finding: findings[0], also: ["worker", "cron"] }]);
  });

  it("keep apart what is said in other words, or repaired by another command", () => {
    const findings = [found(), found({ message: "api: healthCheckPath is empty" }), found({ fix: "another command" })];
    expect(faultsOf({ findings })).toHaveLength(3);
  });
});

it("names where else a fault shows, as far as a line can be read", () => {
  expect(alsoText(["api", "worker"])).toBe("also: api, worker");
  expect(alsoText(Array.from({ length: 400 }, (_, index) => `s${index}`))).toMatch(
    /^also: s0, s1, .* s11 and 388 more$/,
  );
});

it.each([
  [[], "no violations; 1 rule on 25 resources"],
  [[found()], "1 violation; 1 rule on 25 resources"],
  [[found(), found(), found({ level: "advisory" as const })], "2 violations, 1 advisory; 1 rule on 25 resources"],
])("counts findings, rules and resources", (findings, text) => {
  expect(summaryOf(reportOf(...findings), 1)).toBe(text);
});
