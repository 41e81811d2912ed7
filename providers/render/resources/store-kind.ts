import type { Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { ConnectionInfo, Store, Stores } from "../api/stores.ts";
import type { StoreInputs, StoreState } from "./store-inputs.ts";

/** What tells one kind of store from the other. */
export interface StoreKind<Answer extends Store, Inputs extends StoreInputs, State extends StoreState> {
  /** As in stacks, e.g. `render:index:KeyValue`. */
  readonly token: string;
  /** `key value store` */
  readonly what: string;
  /** What an id looks like, as an expression and for a message. */
  readonly id: { readonly pattern: RegExp; readonly example: string };
  stores(client: RenderClient): Stores<Answer>;
  /** Body of the POST, without name, workspace, region and environment. */
  createBody(want: Inputs): Record<string, unknown>;
  /** Inputs that PATCH changes, by the members they are there. */
  readonly fields: Readonly<Record<string, string>>;
  /** The kind's own inputs as Render has them; what is left out is Render's choice and none of ours. */
  observe(found: Answer, known: Inputs | undefined): Partial<Inputs>;
  /** The names of all outputs. */
  readonly outputs: readonly (keyof State & string)[];
  stateOf(found: Answer, connection: ConnectionInfo | undefined): State;
  /** Why Render cannot change this input, or undefined where there is nothing to change; other inputs can be changed. */
  readonly fixed: Readonly<Record<string, Fixed<Inputs, State>>>;
}

/** An input that was decided at creation. */
export interface Fixed<Inputs, State> {
  /** Whether the value says the same as what is there. */
  same(known: Known<Inputs, State>, want: Inputs): boolean;
  /** What to do instead of changing it; default: the two steps of another store. */
  readonly instead?: string;
  /** Some changes are possible, such as growing. Default none. */
  possible?(known: Known<Inputs, State>, want: Inputs): boolean;
}
