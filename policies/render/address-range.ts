import { isIPv4, isIPv6 } from "node:net";

/** Addresses from `first` on, as many as the prefix leaves open. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly size: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const MAPPED = 0xffffn << 32n;

/** A CIDR block or a single address in any spelling; undefined for what is neither. */
export function rangeOf(written: string): AddressRange | undefined {
  const [address = "", prefix, ...more] = written.trim().toLowerCase().split("/");
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined;
  if (family === undefined || more.length > 0 || !/^\d{0,3}$/.test(prefix ?? "")) return undefined;
  const bits = BITS[family] - (prefix ? Number(prefix) : BITS[family]);
  if (prefix === "" || bits < 0) return undefined;
  const size = 1n << BigInt(bits);
  const first = (family === 4 ? ofIPv4(address) : ofIPv6(address)) & ~(size - 1n);
  // ::ffff:a.b.c.d is the IPv4 address a.b.c.d.
  if (family === 6 && bits <= 32 && first >> 32n === 0xffffn) return { family: 4, first: first - MAPPED, size };
  return { family, first, size };
}

const ofIPv4 = (address: string) => address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);

function ofIPv6(address: string): bigint {
  const groups = address.replace(/%.*$/, "").replace(/(?:\d+\.){3}\d+$/, (tail) => {
    const value = ofIPv4(tail);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = [], tail = []] = groups.split("::").map((half) => half.split(":").filter(Boolean));
  const between = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...between, ...tail].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** From here on a range is no network of one's own: a 256th of IPv4, a 2¹⁵th of IPv6. */
const WIDE = { 4: 1n << 24n, 6: 1n << 113n } as const;
/** First bytes of what nobody on the Internet has: 10.0.0.0/8 and loopback. */
const LOCAL_IPV4: readonly bigint[] = [10n, 127n];
/** From here on IPv6 is local or multicast. */
const LOCAL_IPV6 = 0xfcn << 120n;
/** So much of the Internet altogether that a list of ranges stops nobody: a sixteenth of IPv4. */
const MOST = { 4: 1n << 28n, 6: 1n << 116n } as const;

/** Whether strangers are in the range: `0.0.0.0/0`, its halves, `52.0.0.0/8`, `::/0`, `2000::/3`, all of IPv4 as IPv6. */
export function isWide(range: AddressRange): boolean {
  if (isLocal(range)) return false;
  const { family, first, size } = range;
  const holdsIPv4 = family === 6 && first <= MAPPED && first + size >= MAPPED + (1n << 32n);
  return size >= WIDE[family] || holdsIPv4;
}

const isLocal = ({ family, first, size }: AddressRange): boolean =>
  family === 6 ? first >= LOCAL_IPV6 : size <= WIDE[4] && LOCAL_IPV4.includes(first >> 24n);

/** Whether ranges that are each narrow let in most of the Internet together. */
export function areWide(ranges: readonly AddressRange[]): boolean {
  return ([4, 6] as const).some((family) => {
    const sorted = ranges
      .filter((one) => one.family === family && !isLocal(one))
      .toSorted((a, b) => (a.first < b.first ? -1 : 1));
    let [total, end] = [0n, 0n];
    for (const { first, size } of sorted) {
      const from = first > end ? first : end;
      if (first + size > from) total += first + size - from;
      end = first + size > end ? first + size : end;
    }
    return total >= MOST[family];
  });
}
