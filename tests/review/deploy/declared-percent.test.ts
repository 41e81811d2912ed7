import { expect, it } from "vitest";
import { declaredPercent } from "../../../review/deploy/declared-percent.ts";

it.each<[string, string, number | null | undefined]>([
  ["a map", "config:\n  cutover:rollout:\n    percent: 10\n", 10],
  ["one text, as pulumi config set writes it", `config:\n  cutover:rollout: '{"percent": 50}'\n`, 50],
  ["no rollout", "config:\n  cutover:app: {name: a}\n", null],
  ["no percent", "config:\n  cutover:rollout: {flag: A}\n", undefined],
  ["a percent that is none", "config:\n  cutover:rollout: {percent: 101}\n", undefined],
  ["what is no stack's file", "- a\n", undefined],
])("S2.10 the percent of %s", (_what, text, percent) => {
  expect(declaredPercent(text)).toBe(percent);
});
