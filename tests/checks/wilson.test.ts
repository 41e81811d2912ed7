import { describe, expect, it } from "vitest";
import { wilson } from "../../checks/wilson.ts";
import fc from "../support/property.ts";
import { scale } from "../support/scale.ts";

const runs = 100 * scale;

describe("the Wilson interval of a share (S2.4)", () => {
  it("agrees with the published 95 % example of 10 hits in 100", () => {
    const { low, high } = wilson(10, 100, 1.959963984540054);
    expect(low).toBeCloseTo(0.0552, 4);
    expect(high).toBeCloseTo(0.1744, 4);
  });

  it("is the whole range when nothing was seen", () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("contains the observed share, stays within 0..1, and narrows with more samples of the same share", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (samples, part) => {
        const hits = Math.round(samples * part);
        const { low, high } = wilson(hits, samples);
        const many = wilson(hits * 4, samples * 4);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / samples + 1e-12);
        expect(high).toBeGreaterThanOrEqual(hits / samples - 1e-12);
        expect(many.high - many.low).toBeLessThan(high - low);
      }),
      { numRuns: runs },
    );
  });

  it("rules a declared 10 % out when 50 % were seen, and leaves it when 11 % were", () => {
    expect(wilson(100, 200).low).toBeGreaterThan(0.1);
    expect(wilson(22, 200)).toSatisfy(({ low, high }) => low < 0.1 && 0.1 < high);
  });
});
