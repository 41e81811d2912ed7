import { expect, it } from "vitest";
import { sectionOf } from "../../policies/section.ts";

it.each([
  ["nothing", undefined, undefined],
  ["a map", '{"a":[1,true]}', { a: [1, true] }],
  ["a switch", "true", true],
  ["a word", "release", "release"],
  ["an address", "https://app.example.com", "https://app.example.com"],
  ["what is no JSON after all", "{half", "{half"],
  ["a day without quotes", '{"until":"2026-12-31 00:00:00 +0000 UTC"}', { until: "2026-12-31" }],
  ["a time without quotes", '{"until":"2026-12-31 06:30:00 +0000 UTC"}', { until: "2026-12-31T06:30:00Z" }],
  ["a quoted day", '{"until":"2026-12-31"}', { until: "2026-12-31" }],
])("reads %s as it was written", (_title, text, expected) => {
  expect(sectionOf(text)).toEqual(expected);
});
