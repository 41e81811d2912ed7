import { describe, expect, it } from "vitest";
import { areWide, isWide, rangeOf } from "../../../policies/render/address-range.ts";

const ranges = (...written: string[]) => written.map(rangeOf).filter((range) => range !== undefined);

describe("rangeOf", () => {
  it.each<[string, string]>([
    ["203.0.113.7", "203.0.113.7/32"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    [" 203.0.113.0/24 ", "203.0.113.0/24"],
    ["::ffff:203.0.113.0/120", "203.0.113.0/24"],
    ["2001:DB8::/32", "2001:0db8:0000:0000:0000:0000:0000:0000/32"],
    ["::1", "0:0:0:0:0:0:0:1/128"],
  ])("takes %s for %s", (written, same) => {
    expect(rangeOf(written)).toBeDefined();
    expect(rangeOf(written)).toEqual(rangeOf(same));
  });

  it.each(["", "*", "any", "0/0", "256.0.0.0/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "2001:db8::/129", "host"])(
    "takes %j for no range",
    (written) => {
      expect(rangeOf(written)).toBeUndefined();
    },
  );
});

describe("isWide", () => {
  it.each([
    "0.0.0.0/0",
    "10.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "64.0.0.0/2",
    "52.0.0.0/7",
    "52.0.0.0/8",
    "0.0.0.0/8",
    "::/0",
    "2000::/3",
    "0::0/0",
  ])("finds strangers in %s", (written) => {
    expect(ranges(written).map(isWide)).toEqual([true]);
  });

  it.each(["::ffff:0:0/96", "::ffff:0.0.0.0/96", "::/64", "2a00::/12", "8000::/1"])(
    "finds them in %s too",
    (written) => {
      expect(ranges(written).map(isWide)).toEqual([true]);
    },
  );

  it.each([
    ...[
      "203.0.113.7/32",
      "203.0.113.0/24",
      "10.0.0.0/8",
      "127.0.0.0/8",
      "52.0.0.0/9",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
    ],
    ...["0.0.0.0/32", "0.0.0.0", "::1/128", "::/128", "2001:db8::/32", "fd00::/8", "fe80::/10", "2600:1f00::/24"],
  ])("finds none in %s", (written) => {
    expect(ranges(written).map(isWide)).toEqual([false]);
  });
});

describe("areWide", () => {
  const blocks = (count: number) => Array.from({ length: count }, (_none, index) => `${index * 2 + 1}.0.0.0/8`);

  it("adds up what each range lets in, once", () => {
    expect(areWide(ranges(...blocks(15)))).toBe(false);
    expect(areWide(ranges(...blocks(16)))).toBe(true);
    expect(areWide(ranges(...Array<string>(40).fill("10.0.0.0/8"), "10.1.0.0/16"))).toBe(false);
    expect(areWide(ranges(...blocks(8), "2001:db8::/32"))).toBe(false);
    expect(areWide(ranges("fd00::/8", "fe80::/10"))).toBe(false);
    expect(areWide([])).toBe(false);
  });
});
