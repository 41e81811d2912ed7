import { removeKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { type Store, stores } from "../subjects/stores.ts";
import { known, type Plain, type PlainRecord } from "../unknown.ts";
import { areWide, isWide, rangeOf } from "./address-range.ts";
import { serviceKey } from "./service-key.ts";
import { textOf } from "./text-of.ts";

/** What a store holds is one guessed password away from whoever can connect. */
export const disallowOpenStores = rule({
  name: "disallow-open-stores",
  description: "A data store can be reached from outside of Render by known addresses only, and best by none.",
  reason:
    "A database that the whole Internet may connect to is found by scanners within hours and is one leaked or guessed password away from being copied or deleted. Services in the same region reach it by the private network and need no entry.",
  pages: ["https://render.com/docs/postgresql-creating-connecting", "https://render.com/docs/key-value"],
  requirements: ["S1.1", "S1.6", "S4.1"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: stores,

  judge(store, stack, violation) {
    const allowed = known(store.inputs.ipAllowList ?? [], "ipAllowList");
    const written = (Array.isArray(allowed) ? allowed : [allowed]).map(addressesOf);
    const ranges = written.map(rangeOf);
    const open = written.filter((_one, index) => {
      const range = ranges[index];
      return range === undefined || isWide(range);
    });
    const at = store.section && serviceKey(store.section, "ipAllowList");
    if (open.length > 0)
      violation(
        `${store.name}: ipAllowList has ${open.map(show).join(" and ")}, which ${open.every((one) => rangeOf(one) === undefined) ? "is no address" : "lets in anybody on the Internet"}; expected addresses of your own, or none`,
        fixOf(stack, store, written, open),
        at,
      );
    else if (areWide(ranges.filter((range) => range !== undefined)))
      violation(
        `${store.name}: ipAllowList has ${written.length} entries that together let in most of the Internet; expected addresses of your own, or none`,
        fixOf(stack, store, written, written),
        at,
      );
  },
});

function addressesOf(entry: Plain, index: number): string {
  const path = `ipAllowList[${index}]`;
  const found = known(entry, path);
  if (found === null || typeof found !== "object" || Array.isArray(found)) return textOf(found, path);
  const { cidrBlock = null, source = null } = found as PlainRecord;
  return textOf(cidrBlock ?? source, `${path}.cidrBlock`);
}

/** From the last one on, so that each command finds its entry where it was. */
function fixOf(stack: StackFacts, { section, declaredAs }: Store, all: readonly string[], open: readonly string[]) {
  if (!section) return `declare ${declaredAs} with an ipAllowList of your own addresses, or without one`;
  const list = serviceKey(section, "ipAllowList");
  if (open.length === all.length) return removeKey(stack, list);
  const places = all.flatMap((one, index) => (open.includes(one) ? [index] : []));
  return places
    .toReversed()
    .map((index) => removeKey(stack, `${list}[${index}]`))
    .join(" && ");
}
