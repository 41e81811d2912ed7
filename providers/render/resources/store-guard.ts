import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../protocol/errors.ts";
import type { Call, Change, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { Store } from "../api/stores.ts";
import { topOf } from "./meant.ts";
import type { StoreInputs, StoreState } from "./store-inputs.ts";
import type { StoreKind } from "./store-kind.ts";

/** Where it is written how to delete or exchange a store. */
const page = "docs/stores.md";

type AllowList = StoreInputs["ipAllowList"];

/** Render keeps no order of these. */
export function sameAllowList(one: AllowList, other: AllowList): boolean {
  const sorted = (list: AllowList) => list.map((entry) => [entry.cidrBlock, entry.description].join(" ")).toSorted();
  return isDeepStrictEqual(sorted(one), sorted(other));
}

/**
 * The changes that an update would make, without those between values that are the same to Render.
 * @throws UserError `RENDER_STORE_FIXED` for one that only another store could have: a store is never replaced.
 */
export function possibleChanges<Answer extends Store, Inputs extends StoreInputs, State extends StoreState>(
  kind: StoreKind<Answer, Inputs, State>,
  changes: readonly Change[],
  known: Known<Inputs, State>,
  want: Inputs,
): readonly Change[] {
  return changes.filter((change) => {
    const top = topOf(change);
    if (top === "ipAllowList") return !sameAllowList(known.inputs.ipAllowList ?? [], want.ipAllowList);
    const fixed = kind.fixed[top];
    if (!fixed) return true;
    if (fixed.same(known, want)) return false;
    if (fixed.possible?.(known, want)) return true;
    throw cannotChange(kind, top, known.inputs, want, fixed.instead);
  });
}

function cannotChange(
  { what, token }: Pick<StoreKind<Store, StoreInputs, StoreState>, "what" | "token">,
  top: string,
  before: object,
  after: object,
  instead = `declare a second one beside it, move the data, then delete this one in two steps: ${page}`,
): UserError {
  const shown = (inputs: object) => JSON.stringify((inputs as Record<string, unknown>)[top]) ?? "not set";
  return new UserError(
    "RENDER_STORE_FIXED",
    [
      `RENDER_STORE_FIXED: ${top} of a ${what} cannot be changed (${shown(before)} → ${shown(after)}), and a store is never replaced: that would destroy what it holds`,
      `  at ${token}`,
      `  fix: set ${top} back to ${shown(before)}; or ${instead}`,
    ].join("\n"),
  );
}

/**
 * @throws UserError `RENDER_STORE_KEPT` unless the last update had `allowDestroy: true`: so it takes two updates, and nobody deletes
 * a store by removing a line.
 */
export function refuseToDelete({ urn, name }: Call<RenderClient>, what: string, id: string): never {
  throw new UserError(
    "RENDER_STORE_KEPT",
    [
      `RENDER_STORE_KEPT: ${what} ${id} is not deleted, because the update before did not have allowDestroy: true`,
      `  at ${urn}`,
      `  fix: 1. declare ${name} again with allowDestroy: true (and without protect), pulumi up`,
      `       2. remove it from the program, pulumi up   (see ${page})`,
      `       to keep it and only forget it here: pulumi state delete '${urn}'`,
    ].join("\n"),
  );
}
