import { createRequire } from "node:module";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Report, ToldFinding } from "../../judgement/report.ts";
import { ruleCards } from "../../judgement/rule-card.ts";
import { sarifReport } from "../../judgement/sarif.ts";
import { found, reportOf } from "./reports.ts";

/** The schema of the standard, as draft 4 writes it: what it is called is another word in later drafts. */
const {
  id: _id,
  $schema: _draft,
  ...schema
} = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const isSarif = ajv.compile(schema);

const urn = "urn:pulumi:prod::cutover::render:index:WebService::api";
const origins = found({ rule: "require-explicit-origins", severity: "critical", at: "cutover:origins[1]", urn });
const exempted = found({ level: "advisory", exempted: "exempted until 2026-12-31, 40 days left: no database" });

const Shown = z.object({
  runs: z.tuple([
    z.looseObject({
      tool: z.object({ driver: z.looseObject({ rules: z.array(z.looseObject({ id: z.string() })) }) }),
      results: z.array(
        z.looseObject({ partialFingerprints: z.record(z.string(), z.string()), locations: z.array(z.unknown()) }),
      ),
    }),
  ]),
});
const run = (report: Report) => Shown.parse(sarifReport(report, "0.1.0")).runs[0];

describe("a SARIF report", () => {
  it.each([
    ["of nothing", reportOf()],
    ["of findings", reportOf(origins, exempted, found({ rule: "acme/private-buckets", fix: "" }))],
    ["without a stack's file", { ...reportOf(origins), file: undefined }],
    ["of a preview that failed", { ...reportOf(), errors: ["the provider ended"] }],
  ])("%s keeps to the schema of SARIF 2.1.0", (_, report) => {
    isSarif(sarifReport(report, "0.1.0"));
    expect(isSarif.errors ?? []).toEqual([]);
  });

  it("is not held against a schema that takes anything", () => {
    expect(isSarif({ version: "2.1.0", runs: [{ results: [{ message: "text" }] }] })).toBe(false);
  });

  it("has a finding on its line, with its resource, its rule and its fix", () => {
    const { tool, results } = run(reportOf(origins));
    expect(results).toMatchObject([
      {
        ruleId: "require-explicit-origins",
        level: "error",
        message: { text: `${origins.message}\nfix: ${origins.fix}` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "Pulumi.prod.yaml" },
              region: { startLine: 7, startColumn: 7, endLine: 7, endColumn: 10 },
            },
            logicalLocations: [{ fullyQualifiedName: urn }],
          },
        ],
        suppressions: [],
      },
    ]);
    expect(tool.driver.rules[Number(results[0]?.ruleIndex)]?.id).toBe("require-explicit-origins");
  });

  it("has what no key is at fault for on the file's first line, since code scanning shows nothing without a place", () => {
    const [result] = run(reportOf(found())).results;
    expect(result?.locations).toMatchObject([{ physicalLocation: { region: { startLine: 1 } } }]);
  });

  it("tells an exempted finding as suppressed, with the reason", () => {
    expect(run(reportOf(exempted)).results).toMatchObject([
      { level: "warning", suppressions: [{ status: "accepted", justification: exempted.exempted }] },
    ]);
  });

  it("knows a finding again, wherever its line has moved, and tells two apart", () => {
    const prints = (...findings: readonly ToldFinding[]) =>
      run({ ...reportOf(...findings), file: undefined }).results.map(
        (one) => Object.values(one.partialFingerprints)[0],
      );
    expect(prints(origins)).toEqual(
      run(reportOf(origins)).results.map((one) => Object.values(one.partialFingerprints)[0]),
    );
    expect(new Set(prints(origins, exempted)).size).toBe(2);
  });

  it("explains every rule, and files under security what nobody may exempt", () => {
    const { rules } = run(reportOf()).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(ruleCards.map(({ name }) => name));
    const origin = rules.find(({ id }) => id === "require-explicit-origins");
    expect(origin).toMatchObject({
      properties: { "security-severity": "9.5", tags: expect.arrayContaining(["S1.5"]) },
    });
    expect(rules.find(({ id }) => id === "require-health-check")?.properties).not.toHaveProperty("security-severity");
  });
});
