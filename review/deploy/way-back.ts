import { look } from "../../release/rollback/bring-back.ts";
import type { RollbackReport } from "../../release/rollback/report.ts";
import { type RollbackParts, rollBack } from "../../release/rollback/roll-back.ts";
import { percentIn } from "../../release/site/deployment.ts";
import type { Reality } from "../../release/site/site.ts";
import { short } from "./reviewed.ts";

/** What a commit says of the percent. */
export interface Declared {
  /** What the stack's file has now. */
  readonly percent: number;
  /** What it had before the commit; undefined where that is not known. */
  readonly was: number | undefined;
}

/** What there is to do about it. */
export type WayBack =
  | { readonly todo: "nothing"; readonly because: string }
  /** Nobody has more, but something may be on its way there. */
  | { readonly todo: "hold"; readonly because: string }
  | { readonly todo: "back"; readonly because: string };

/** What became of it; sentences without a full stop. */
export type WentBack = WayBack & { readonly report?: RollbackReport };

export interface WayBackOrder {
  readonly declared: Declared;
  readonly commit: string | undefined;
  readonly parts: RollbackParts;
}

/**
 * Takes users back to the percent that a stack's file has, where they get more: as `cutover rollback` does it, without the
 * engine, its state or its lock, so that no deployment under way is waited for (S2.10). Nothing else of the file is made
 * true, and nothing is ever raised.
 * @throws UserError where users cannot be brought back, or nothing tells what they have
 */
export async function wayBack({ declared, commit, parts }: WayBackOrder): Promise<WentBack> {
  const { site, signal, tell } = parts;
  const seen = await site.reality(signal).catch(() => undefined);
  signal.throwIfAborted();
  const found = wayBackOf(declared, seen ?? (await look(site, signal)), { flagSeen: seen !== undefined });
  if (found.todo === "nothing") return found;
  tell(found.because);
  if (found.todo === "hold") {
    const hold = { percent: declared.percent, at: new Date(), ...(commit === undefined ? {} : { commit }) };
    await site.setFlag(`${declared.percent}`, hold, signal);
    // What was promoted between the look and the hold.
    if (wayBackOf(declared, await look(site, signal), { flagSeen: true }).todo !== "back") return found;
  }
  const reason = `lowered in Git${commit === undefined ? "" : ` by ${short(commit)}`}`;
  const report = await rollBack({ to: declared.percent, automatic: false, reason }, parts);
  return { ...found, todo: "back", report };
}

/**
 * Holds what is declared against what users get, and against the flag, which rises before they get more. A commit that
 * declares no less than before takes nobody back: who has more was given it past Git, which its deployment puts right.
 */
export function wayBackOf(
  { percent, was }: Declared,
  { production, flag, hold }: Reality,
  { flagSeen }: { readonly flagSeen: boolean },
): WayBack {
  const nothing = (because: string): WayBack => ({ todo: "nothing", because });
  if (!production) return nothing("nothing is deployed yet");
  const users = production.percent;
  if (was !== undefined && was <= percent) {
    const beside = users !== undefined && users > percent ? `; users have ${users} %, which its deployment lowers` : "";
    return nothing(
      was < percent ? `${percent} % is declared, up from ${was} %` : `${percent} % stays declared${beside}`,
    );
  }
  if (users === undefined && flagSeen && !flag) return nothing("what is deployed is of no rollout: it has no flag");
  if (users === undefined) return { todo: "back", because: `nothing tells what users have; ${percent} % is declared` };
  if (users > percent) return { todo: "back", because: `users have ${users} %, and ${percent} % is declared` };
  const set = percentIn(flag?.value);
  if (set !== undefined && set > percent)
    return { todo: "back", because: `the flag is at ${set} % already, and ${percent} % is declared` };
  const held = hold !== undefined && hold.percent <= percent;
  if (was !== undefined && !held)
    return { todo: "hold", because: `users have ${users} %; what brings them more than ${percent} % is stopped` };
  return nothing(`users have ${users} %, and ${percent} % is declared`);
}
