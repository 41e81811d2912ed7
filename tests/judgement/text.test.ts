import pc from "picocolors";
import { expect, it } from "vitest";
import { drawReport } from "../../judgement/text.ts";
import { found, reportOf } from "./reports.ts";

const plain = pc.createColors(false);

it("tells a fault once, with every place where it shows, and what puts up with it", () => {
  const wildcard = (name: string) =>
    found({ rule: "require-explicit-origins", message: `${name}: it is *`, at: "cutover:origins[1]", fix: "do this" });
  const excused = found({ level: "advisory", message: "api: no path", exempted: "exempted until 2026-12-31: reason" });
  expect(
    drawReport(reportOf(wildcard("api"), wildcard("worker"), excused), plain).replace(/\d+ rules/, "N rules"),
  ).toBe(
    `✗ require-explicit-origins high
  api: it is *
  also: worker
  at Pulumi.prod.yaml:7 → cutover:origins[1]
  fix: do this

! require-health-check high, exempted
  api: no path
  exempted until 2026-12-31: reason
  fix: ${excused.fix}

✗ prod: 2 violations, 1 advisory; N rules on 25 resources
`,
  );
});

it.each([
  [reportOf(), /^✓ prod: no violations; /],
  [
    { ...reportOf(), errors: ["the provider ended"] },
    /^\? prod could not be judged in full; until the error: no violations/,
  ],
])("ends with the verdict", (report, line) => {
  expect(drawReport(report, plain)).toMatch(line);
});
