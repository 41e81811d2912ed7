import { UserError } from "../../protocol/errors.ts";
import type { Store, Stores } from "../api/stores.ts";
import { limitOf, looks, minutes, type Patience, type Waiter } from "./patience.ts";

/** Nothing is to be waited for; a suspended store stays so until somebody resumes it. */
const SETTLED = new Set(["available", "maintenance_scheduled", "suspended"]);
/** Nothing will change by waiting longer. */
const FAILED = new Set(["unavailable", "recovery_failed"]);

/** A store that did not become available; `store` is as last seen. */
export class StoreFailure<Answer extends Store> extends UserError {
  readonly store: Answer;
  constructor(code: string, lines: readonly string[], store: Answer) {
    super(code, lines.join("\n"));
    this.name = "StoreFailure";
    this.store = store;
  }
}

/**
 * Waits until a store is available, telling each change of its state. A suspended one is returned as it is: somebody wanted that.
 * @throws StoreFailure when it failed, is gone, or the time is over.
 */
export async function untilAvailable<Answer extends Store>(
  call: Waiter,
  stores: Stores<Answer>,
  begun: Answer,
  patience: Patience,
): Promise<Answer> {
  const limitMs = limitOf(call, patience);
  const started = performance.now();
  let store = begun;
  let told = "";
  for await (const _ of looks({ ...patience, limitMs }, call.signal)) {
    const seen = await stores.find(begun.id, call);
    if (!seen) throw failure("RENDER_STORE_GONE", store, "was deleted meanwhile", "pulumi refresh, then pulumi up");
    store = seen;
    if (store.status !== told) {
      const seconds = Math.round((performance.now() - started) / 1000);
      call.progress(`${store.id}: ${store.status} (${seconds} s)`);
    }
    told = store.status;
    if (SETTLED.has(store.status)) return store;
    if (FAILED.has(store.status))
      throw failure(
        "RENDER_STORE_FAILED",
        store,
        `is ${store.status}`,
        "see it in Render's Dashboard, then run pulumi up again",
      );
  }
  const fix = "pulumi up waits for it again (longer with the resource option customTimeouts)";
  throw failure("RENDER_STORE_TIMEOUT", store, `is still ${store.status} after ${minutes(limitMs)}`, fix);
}

function failure<Answer extends Store>(code: string, store: Answer, what: string, fix: string): StoreFailure<Answer> {
  const page = store.id.startsWith("dpg-") ? "d" : "r";
  const at = `  at https://dashboard.render.com/${page}/${store.id}`;
  return new StoreFailure(code, [`${code}: ${store.id} ${what}`, at, `  fix: ${fix}`], store);
}
