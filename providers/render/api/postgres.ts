import { z } from "zod";
import { Store, Stores } from "./stores.ts";
import type { Transport } from "./transport.ts";

export const Postgres = Store.extend({
  databaseName: z.string(),
  databaseUser: z.string(),
  diskSizeGB: z.number().nullish(),
  highAvailabilityEnabled: z.boolean(),
  dashboardUrl: z.string(),
  role: z.string().nullish(),
});
export type Postgres = z.infer<typeof Postgres>;

const entry = z
  .object({ postgres: Postgres, cursor: z.string() })
  .transform(({ postgres: store, cursor }) => ({ store, cursor }));

/** PostgreSQL databases: the calls under `/postgres`. */
export const postgresDatabases = (transport: Transport): Stores<Postgres> =>
  new Stores(transport, { path: "postgres", schema: Postgres, entry });
