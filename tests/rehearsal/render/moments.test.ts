import { expect, it } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Moments } from "../../../rehearsal/render/entities/moment.ts";

const day = 86_400_000;
const msOf = (moment: bigint) => Number(moment / 1_000_000n);

it("each moment is later than the one before, however many come within a millisecond", () => {
  const moments = new Moments(new Clock());
  const seen = Array.from({ length: 1_000 }, () => moments.next());
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(a - b)));
});

it("go on from an earlier time to which the world was put back", () => {
  const clock = new Clock();
  const moments = new Moments(clock);
  clock.advance(30 * day);
  moments.next();
  clock.restore(0);
  expect(Math.abs(msOf(moments.next()) - clock.now().getTime())).toBeLessThan(day);
});
