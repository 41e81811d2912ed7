import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruleCards } from "../../judgement/rule-card.ts";
import { RULES_PAGE, rulePage, rulesReference, withRules } from "../../judgement/rules-reference.ts";
import { rules } from "../../policies/rules.ts";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL(RULES_PAGE, root), "utf8");

describe("the reference of the rules", () => {
  it("is as the rules are: npx cutover policy docs --write", () => {
    expect(page).toBe(withRules(page));
  });

  it("has a row and a section for each rule, and each row leads to its section", () => {
    const reference = rulesReference(ruleCards);
    const names = rules.map(({ name }) => name);
    expect([...reference.matchAll(/^\| \[`(.+?)`\]\(#(.+?)\)/gm)].map(([, name, anchor]) => [name, anchor])).toEqual(
      names.map((name) => [name, name]),
    );
    expect([...reference.matchAll(/^#### `(.+)`$/gm)].map(([, name]) => name)).toEqual(names);
  });

  it("does not take a page that has lost its marks", () => {
    expect(() => withRules("# Policies\n")).toThrow(/needs the lines/);
  });
});

describe("each rule", () => {
  it.each(ruleCards)("$name says what it asks for, why, and what becomes of whoever breaks it", (card) => {
    expect(card.name).toMatch(/^(require|disallow|limit)-/);
    expect(card.description).toMatch(/^[A-Z].+\.$/);
    expect(card.reason).toMatch(/^[A-Z].+\.$/);
    for (const address of card.pages) expect(new URL(address).protocol).toBe("https:");
    for (const id of card.requirements) expect(id).toMatch(/^S[0-4]\.\d+$/);
    expect(rulePage(card)).toContain(`- severity: ${card.severity}`);
  });

  it.each(ruleCards)("$name stands in the file that its name promises", ({ file, name }) => {
    expect(readFileSync(new URL(file, root), "utf8")).toContain(`name: "${name}"`);
  });

  it("has a name of its own", () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });
});
