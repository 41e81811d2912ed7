import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { reportHtml } from "../../../rehearsal/story/report-html.ts";
import { exampleReport } from "./example-report.ts";

const page = await reportHtml(exampleReport);

it("says the verdict first, and leads to the step that failed", () => {
  const [head = ""] = page.split("Where the time went");
  expect(head).toContain("✗ Failed");
  expect(head).toContain("1 of 3 steps passed, 1 failed, 1 skipped in 3.5 s");
  expect(head).toMatch(/It failed at <a href="#step-2">Refuse<\/a>/);
});

it("draws each step where and as long as it was", () => {
  const bars = [...page.matchAll(/class="bar" x="([\d.]+)%"[^>]*? width="([\d.]+)%"/g)].map(([, x, width]) => [
    Number(x),
    Number(width),
  ]);
  expect(bars).toEqual([
    [0, 34.783],
    [34.783, 65.217],
    [100, 0],
  ]);
});

it("leaves remote text as text", () => {
  expect(page).not.toMatch(/<script|<img|<b>/);
  expect(page).toContain("&lt;/pre&gt;&lt;script&gt;");
  expect(page).toContain("&lt;/td&gt;&amp;amp;");
});

it("allows nothing but its own style, by digest, and names no other address to load from", () => {
  const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  const digest = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;;`);
  expect(page).not.toMatch(/\s(style|src|on\w+)="/);
  expect(style).not.toMatch(/@import|https?:/);
});

it("says that a story passed when every step did", async () => {
  const steps = exampleReport.steps.map((step) => ({ ...step, outcome: "passed" as const }));
  expect(await reportHtml({ ...exampleReport, steps })).toContain("✓ Passed");
});
