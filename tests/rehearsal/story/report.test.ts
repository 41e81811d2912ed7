import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { summaryTable, writeReport } from "../../../rehearsal/story/report.ts";
import { exampleReport as report } from "./example-report.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cutover-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("shows one line per step with its duration, and the whole", () => {
  expect(summaryTable(report).split("\n")).toEqual([
    "✓ Up         1.2 s  healthy",
    "✗ Refuse     2.3 s  said | <b>this</b>",
    "– Destroy    0.0 s  not reached",
    "             3.5 s  in all",
  ]);
});

it("writes the same as JSON and Markdown, with remote text unable to break the table", async () => {
  await writeReport(folder, report);
  expect(JSON.parse(await readFile(join(folder, "report.json"), "utf8"))).toEqual(report);
  const markdown = await readFile(join(folder, "report.md"), "utf8");
  expect(markdown).toContain("# Rehearsal of `prod`: failed");
  expect(markdown).toContain("| ✗ failed | Refuse | 2.3 s | said \\| \\<b\\>this\\</b\\> and that |");
});
