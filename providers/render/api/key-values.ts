import { z } from "zod";
import { Store, Stores } from "./stores.ts";
import type { Transport } from "./transport.ts";

export const KeyValue = Store.extend({
  options: z.object({ maxmemoryPolicy: z.string().nullish() }),
});
export type KeyValue = z.infer<typeof KeyValue>;

const entry = z
  .object({ keyValue: KeyValue, cursor: z.string() })
  .transform(({ keyValue: store, cursor }) => ({ store, cursor }));

/** Key value stores: the calls under `/key-value`. */
export const keyValues = (transport: Transport): Stores<KeyValue> =>
  new Stores(transport, { path: "key-value", schema: KeyValue, entry });
