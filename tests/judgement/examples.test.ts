import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { rules } from "../../policies/rules.ts";
import { judged } from "../policies/variants/judged-variant.ts";
import type { UnsafeVariant } from "../policies/variants/variant.ts";

const folder = new URL("../policies/variants/", import.meta.url);

/** Every `unsafe-….ts` exports one list. */
async function unsafeVariants(): Promise<UnsafeVariant[]> {
  const files = readdirSync(folder).filter((name) => /^unsafe-.*\.ts$/.test(name));
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) => Object.values(module).flatMap((list) => list as UnsafeVariant[]));
}

/** What the rule says of the first change of its that can be judged; the variants' own test says why one cannot. */
async function exampleOf(rule: string, variants: readonly UnsafeVariant[]): Promise<object | undefined> {
  const words = new RegExp(`^\\w+ ${rule}: (.*) \\(fix: (.*)\\)$`, "s");
  for (const variant of variants.filter((one) => one.rule === rule)) {
    const { told } = await judged(variant).catch(() => ({ told: [] }));
    const [, message, fix] =
      told
        .toSorted()
        .map((line) => words.exec(line))
        .find((found) => found !== null) ?? [];
    if (message !== undefined) return { change: variant.title.trim(), message, fix };
  }
  return undefined;
}

it("each rule's example is what the rule says of a realistic change", async () => {
  const variants = await unsafeVariants();
  const examples: Record<string, object> = {};
  for (const { name } of rules) {
    const example = await exampleOf(name, variants);
    if (example) examples[name] = example;
  }
  await expect(`${JSON.stringify(examples, undefined, 2)}\n`).toMatchFileSnapshot("../../judgement/examples.json");
});
