import { z } from "zod";
import type { Resource } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { Postgres } from "../api/postgres.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { possibleChanges } from "./store-guard.ts";
import { STORE_SECRETS, storeInputs, storeState } from "./store-inputs.ts";
import type { StoreKind } from "./store-kind.ts";
import { storeLifeOf } from "./store-life.ts";

const identifier = (what: string) =>
  z.string().regex(/^[a-z_][a-z0-9_]{0,57}$/, `${what} has small letters, digits and _ only, and starts with no digit`);

export const PostgresInputs = z.strictObject({
  ...storeInputs,
  plan: z
    .string()
    .regex(
      /^(free|starter|standard|pro|pro_plus|custom|(basic|pro|accelerated)_\d+(mb|gb))$/,
      "an instance type such as basic_256mb or pro_4gb",
    )
    .describe("Instance type, such as basic_256mb or pro_4gb."),
  version: z
    .enum(["11", "12", "13", "14", "15", "16", "17", "18"])
    .describe("Major version of PostgreSQL. A newer one is installed in the Dashboard, then written here."),
  databaseName: identifier("a database's name")
    .optional()
    .describe("Render adds a suffix; the output `database` has the whole. Default: made from name. Cannot be changed."),
  databaseUser: identifier("a user's name")
    .optional()
    .describe("Default: made from the database's name. Cannot be changed."),
  diskSizeGb: z
    .int()
    .refine((gb) => gb === 1 || (gb > 0 && gb % 5 === 0), "1 or a multiple of 5")
    .optional()
    .describe("Can only grow. Default: the plan's; left out, it stays as it is."),
  highAvailability: z.boolean().default(false).describe("A standby that takes over. Default false."),
});
export type PostgresInputs = z.infer<typeof PostgresInputs>;

export const PostgresState = z.object({
  postgresId: z.string().describe("`dpg-…-a`, also the database's name on the private network."),
  dashboardUrl: z.string().describe("The database in Render's Dashboard."),
  database: z.string().describe("Name of the database, with the suffix that Render adds."),
  user: z.string().describe("Its default user."),
  ...storeState,
});
export type PostgresState = z.infer<typeof PostgresState>;

/** `twin` and `twin_2mfb` are one name: the second is what Render makes of the first. */
const isDatabaseName = (whole: string, given: string): boolean =>
  whole === given || (whole.startsWith(`${given}_`) && /^_[0-9a-z]{4}$/.test(whole.slice(given.length)));

/** What Render would make of the name that a database has while it is not finished is of no use to anybody. */
const databaseNameOf = ({ databaseName, name }: PostgresInputs): string =>
  databaseName ??
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^(?=\d)/, "_")
    .slice(0, 58);

const kind: StoreKind<Postgres, PostgresInputs, PostgresState> = {
  token: "render:index:Postgres",
  what: "Postgres database",
  id: { pattern: /^dpg-[0-9a-z]+-a$/, example: "dpg-…-a" },
  stores: ({ postgres }) => postgres,
  createBody: (want) => ({
    version: want.version,
    databaseName: databaseNameOf(want),
    databaseUser: want.databaseUser,
    diskSizeGB: want.diskSizeGb,
    enableHighAvailability: want.highAvailability,
  }),
  fields: { diskSizeGb: "diskSizeGB", highAvailability: "enableHighAvailability" },
  observe: (found, known) => ({
    version: found.version as PostgresInputs["version"],
    highAvailability: found.highAvailabilityEnabled,
    // Left out before: Render's choice, and no difference.
    ...(known && !known.databaseName ? {} : { databaseName: spelled(found.databaseName, known?.databaseName) }),
    ...(known && !known.databaseUser ? {} : { databaseUser: found.databaseUser }),
    ...(known && known.diskSizeGb === undefined ? {} : { diskSizeGb: found.diskSizeGB ?? undefined }),
  }),
  outputs: PostgresState.keyof().options,
  stateOf: ({ id, status, dashboardUrl, databaseName, databaseUser }, connection) => ({
    ...{ postgresId: id, status, dashboardUrl, database: databaseName, user: databaseUser },
    connectionString: connection?.internalConnectionString ?? "",
    externalConnectionString: connection?.externalConnectionString ?? "",
  }),
  fixed: {
    ownerId: { same: ({ inputs }, want) => inputs.ownerId === want.ownerId },
    region: { same: ({ inputs }, want) => inputs.region === want.region },
    version: {
      same: ({ inputs }, want) => inputs.version === want.version,
      instead:
        "install the other version in the Dashboard (https://render.com/docs/postgresql-upgrading), then pulumi refresh",
    },
    databaseName: {
      same: ({ state }, { databaseName }) => databaseName === undefined || isDatabaseName(state.database, databaseName),
    },
    databaseUser: { same: ({ state }, { databaseUser }) => databaseUser === undefined || state.user === databaseUser },
    diskSizeGb: {
      same: (_known, { diskSizeGb }) => diskSizeGb === undefined,
      possible: ({ inputs }, { diskSizeGb = 0 }) => diskSizeGb > (inputs.diskSizeGb ?? 0),
      instead: "leave it out: a disk can only grow",
    },
  },
};

const spelled = (whole: string, known: string | undefined): string =>
  known !== undefined && isDatabaseName(whole, known) ? known : whole;

/**
 * A PostgreSQL database on Render. Plan, disk (growing), high availability, allow list and name are changed in place; it is never
 * replaced, and deleted only when the update before had `allowDestroy: true`. Done when it is available.
 * @see https://render.com/docs/postgresql-creating-connecting (read 2026-11)
 */
export const postgres = makePostgres();

/** With another patience than the usual one, for tests. */
export function makePostgres(patience: Patience = PATIENCE): Resource<RenderClient, PostgresInputs, PostgresState> {
  return {
    type: kind.token,
    description: "A PostgreSQL database on Render. Never replaced; deleted in two steps. Done when it is available.",
    inputs: PostgresInputs,
    state: PostgresState,
    secrets: STORE_SECRETS,
    diff: (changes, known, want) => possibleChanges(kind, changes, known, want),
    ...storeLifeOf(kind, patience),
  };
}
