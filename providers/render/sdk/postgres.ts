import * as pulumi from "@pulumi/pulumi";
import type { StoreArgs } from "./store-args.ts";

const TOKEN = "render:index:Postgres";

/** Inputs of `Postgres`; the schema in `../resources/postgres.ts` checks them. */
export interface PostgresArgs extends StoreArgs {
  /** Such as `basic_256mb` or `pro_4gb`. */
  plan: pulumi.Input<string>;
  /** Major version, `13` to `18`. A new one is installed in Render's Dashboard, then written here. */
  version: pulumi.Input<string>;
  /** Render adds a suffix; the output `database` has the whole. Default: made from `name`. Cannot be changed. */
  databaseName?: pulumi.Input<string>;
  /** Default: made from the database's name. Cannot be changed. */
  databaseUser?: pulumi.Input<string>;
  /** 1 or a multiple of 5; can only grow. Default: the plan's. */
  diskSizeGb?: pulumi.Input<number>;
  /** A standby that takes over. Default false. */
  highAvailability?: pulumi.Input<boolean>;
}

/** What a `Postgres` has after an update beside its inputs. */
const outputs = [
  "postgresId",
  "status",
  "dashboardUrl",
  "database",
  "user",
  "connectionString",
  "externalConnectionString",
] as const;
const secrets = ["connectionString", "externalConnectionString"];

/**
 * A PostgreSQL database on Render.
 * It is never replaced, and deleted only after an update with `allowDestroy: true`: see docs/stores.md.
 *
 * @example
 * const database = new Postgres("database", {
 *   name: "twin-brains",
 *   ownerId: "tea-…",
 *   plan: "basic_256mb",
 *   version: "17",
 * }, { protect: true });
 * export const databaseUrl = database.connectionString;
 */
export class Postgres extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly ownerId: pulumi.Output<string>;
  declare readonly plan: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  /** `dpg-…-a`, the same as `id`. */
  declare readonly postgresId: pulumi.Output<string>;
  /** State at Render, e.g. `available`. */
  declare readonly status: pulumi.Output<string>;
  declare readonly dashboardUrl: pulumi.Output<string>;
  /** The database's name with Render's suffix. */
  declare readonly database: pulumi.Output<string>;
  declare readonly user: pulumi.Output<string>;
  /** `postgresql://…`, reachable from services in the same region and workspace. Secret. */
  declare readonly connectionString: pulumi.Output<string>;
  /** `postgresql://…`, reachable from the addresses in `ipAllowList`. Secret. */
  declare readonly externalConnectionString: pulumi.Output<string>;

  /** A database that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Postgres {
    return new Postgres(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: PostgresArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: PostgresArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const computed = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), ...secrets];
    super(TOKEN, name, { ...args, ...computed }, { ...opts, additionalSecretOutputs });
  }
}
