import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rules } from "../../policies/rules.ts";

const page = readFileSync(new URL("../../docs/policies.md", import.meta.url), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| `"));

it("docs/policies.md lists the rules of the pack, and says of each what it is", () => {
  expect(rows).toEqual(
    rules.map((rule) =>
      [
        "",
        `\`${rule.name}\``,
        rule.severity,
        rule.appliesTo,
        `a ${rule.whenUnknown}`,
        rule.neverExempt ? "never" : "possible",
        rule.requirements.join(", "),
        rule.description,
        "",
      ]
        .join(" | ")
        .trim(),
    ),
  );
});

it("each rule's name starts with a verb and is used once", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^(require|disallow|limit)-/);
});
