import { expect, it } from "vitest";
import { sectionsOf } from "../../config/section-data.ts";
import { writtenTime } from "../../config/written-time.ts";

it.each([
  ["2026-12-31 00:00:00 +0000 UTC", "2026-12-31"],
  ["2026-12-31 06:30:00 +0000 UTC", "2026-12-31T06:30:00Z"],
  ["2026-12-31 06:30:00.25 +0000 UTC", "2026-12-31T06:30:00.25Z"],
  ["2026-12-31 06:30:00 +0200 +0200", "2026-12-31T06:30:00+02:00"],
  ["2026-12-31", "2026-12-31"],
  ["until 2026-12-31 00:00:00 +0000 UTC", "until 2026-12-31 00:00:00 +0000 UTC"],
  [20, 20],
])("takes %s for %s", (found, written) => {
  expect(writtenTime(found)).toBe(written);
});

it("reads a day that stands without quotes anywhere in a section", () => {
  const raw = { "cutover:policy": '{"exemptions":[{"until":"2026-12-31 00:00:00 +0000 UTC"}]}' };
  expect(sectionsOf(raw)).toEqual({ policy: { exemptions: [{ until: "2026-12-31" }] } });
});
