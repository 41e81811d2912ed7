import { expect, it } from "vitest";
import { markdownReport } from "../../judgement/markdown.ts";
import { found, reportOf } from "./reports.ts";

it("names the verdict, then each fault with its place and its fix", () => {
  const text = markdownReport(reportOf(found({ message: "api: it is so", at: "cutover:origins[1]", fix: "do this" })));
  expect(text).toMatch(/^## Policies: `prod` is refused\n\n1 violation; \d+ rules on 25 resources\.\n\n/);
  expect(text).toContain(
    "**`require-health-check`**, high, refuses the change\n\n```text\napi: it is so\nat Pulumi.prod.yaml:7 → cutover:origins[1]\nfix: do this\n```\n",
  );
});

it.each([
  [reportOf(), "passes"],
  [reportOf(found({ level: "advisory" })), "passes"],
  [{ ...reportOf(), errors: ["the provider ended"] }, "could not be judged in full"],
])("says of a stack what became of it", (report, verdict) => {
  expect(markdownReport(report).split("\n")[0]).toBe(`## Policies: \`prod\` ${verdict}`);
});

it("keeps what a change wrote inside of its code block: no mention, no link, no end of the block", () => {
  const message = "api: ```\n@acme/everyone ![x](https://evil.example)";
  expect(markdownReport(reportOf(found({ message })))).toContain(`\n\n\`\`\`\`text\n${message}\nfix: `);
});

it("fits into a comment of GitHub, and says how many faults it left out", () => {
  const many = Array.from({ length: 2_000 }, (_, index) =>
    found({ message: `api: ${index}`, fix: `command ${index}` }),
  );
  const text = markdownReport(reportOf(...many));
  expect(text.length).toBeLessThan(65_536);
  const shown = text.match(/^fix: /gm)?.length ?? 0;
  expect(text).toContain(`And ${2_000 - shown} more: \`npx cutover policy check --stack prod\``);
});
