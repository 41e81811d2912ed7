import { describe, expect, it } from "vitest";
import { duration, durationMs, positiveDuration } from "../../config/duration.ts";

describe("durationMs", () => {
  it.each([
    ["PT0S", 0],
    ["PT0.5S", 500],
    ["PT5S", 5_000],
    ["PT24H", 86_400_000],
    ["P1DT12H", 129_600_000],
    ["P7D", 604_800_000],
    ["P1W", 604_800_000],
    ["P1W1DT1H1M1S", 694_861_000],
  ])("%s lasts %i ms", (iso, ms) => {
    expect(durationMs(iso)).toBe(ms);
  });

  it.each(["", "P", "PT", "P1DT", "1H", "PT-5S", "P1M", "P1Y", "PT1H1D", "pt5s", "PT5S ", "5"])(
    "refuses %j",
    (text) => {
      expect(() => durationMs(text)).toThrow(RangeError);
      expect(duration("", "PT1S").safeParse(text).success).toBe(false);
    },
  );
});

describe("positiveDuration", () => {
  it.each(["PT0S", "P0D", "PT0.0S", "PT"])("refuses %s", (text) => {
    expect(positiveDuration("", "PT1S").safeParse(text).success).toBe(false);
  });

  it.each(["PT0.1S", "P1D", "PT10M"])("accepts %s", (text) => {
    expect(positiveDuration("", "PT1S").safeParse(text).success).toBe(true);
  });
});
