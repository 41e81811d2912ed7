import { z } from "zod";
import { type Moment, micros } from "./moment.ts";
import type { Owner } from "./owner.ts";
import { isSuspended, type Store, storeJson, storePatch, storePost } from "./store.ts";

const postgresVersions = ["11", "12", "13", "14", "15", "16", "17", "18"] as const;
const memoryPlans = {
  pro: [4, 8, 16, 32, 64, 128, 192, 256, 384, 512],
  accelerated: [16, 32, 64, 128, 256, 384, 512, 768, 1024],
};
const postgresPlans: readonly string[] = [
  ...["free", "starter", "standard", "pro", "pro_plus", "custom", "basic_256mb", "basic_1gb", "basic_4gb"],
  ...Object.entries(memoryPlans).flatMap(([kind, sizes]) => sizes.map((size) => `${kind}_${size}gb`)),
];

export interface Replica {
  readonly id: string;
  readonly name: string;
  readonly parameterOverrides: Parameters | undefined;
}
type Parameters = Readonly<Record<string, string>>;

/** A PostgreSQL database. */
export interface Postgres extends Store {
  /** With the suffix that Render adds. */
  readonly databaseName: string;
  readonly databaseUser: string;
  diskSizeGB: number | undefined;
  diskAutoscaling: boolean;
  highAvailability: boolean;
  parameterOverrides: Parameters;
  replicas: readonly Replica[];
  /** Users beside the default one, by name. */
  readonly credentials: Map<string, Moment>;
  /** What it held when the world was last put away; it begins with that when it is brought back. */
  saved: Uint8Array | undefined;
  readonly exports: { readonly id: string; readonly createdAt: Moment }[];
}

const parameters = z.record(z.string(), z.string()).nullish();
export const ReplicasInput = z.array(z.object({ name: z.string().min(1), parameterOverrides: parameters })).nullish();
const diskSize = z
  .int()
  .refine((gb) => gb === 1 || (gb > 0 && gb % 5 === 0), "must be 1 or a multiple of 5")
  .nullish();
const plan = z.string().refine((name) => postgresPlans.includes(name), `expected one of ${postgresPlans.join(", ")}`);

const changeable = {
  diskSizeGB: diskSize,
  enableDiskAutoscaling: z.boolean().nullish(),
  enableHighAvailability: z.boolean().nullish(),
  datadogAPIKey: z.string().nullish(),
  datadogSite: z.string().nullish(),
  parameterOverrides: parameters,
  readReplicas: ReplicasInput,
};

export const PostgresPost = z.object({
  ...storePost,
  ...changeable,
  plan,
  version: z.enum(postgresVersions),
  databaseName: z.string().nullish(),
  databaseUser: z.string().nullish(),
});
export const PostgresPatch = z.object({ ...storePatch, ...changeable, plan: plan.nullish() });

/** Its name on the private network. */
export const postgresHost = ({ id }: Postgres): string => id;
/** Its name for everybody else. */
export const externalPostgresHost = ({ id, region }: Postgres): string => `${id}.${region}-postgres.render.com`;

/** Gigabytes that a plan starts with where none are asked for; older plans have a size of their own that is not told. */
export function defaultDiskGb(plan: string): number | undefined {
  if (plan.startsWith("basic_")) return 15;
  return plan.includes("gb") ? 100 : undefined;
}

/** 30 days, in nanoseconds. */
const freeFor = 30n * 24n * 3_600_000_000_000n;

/** Render's JSON of one database. */
export function postgresJson(database: Postgres, owner: Owner, time: (moment: Moment) => string = micros) {
  const { parameterOverrides } = database;
  const suspended = isSuspended(database);
  return {
    ...storeJson(database, owner, time),
    dashboardUrl: `https://dashboard.render.com/d/${database.id}`,
    databaseName: database.databaseName,
    databaseUser: database.databaseUser,
    // Free databases end by themselves.
    expiresAt: database.plan === "free" ? time(database.createdAt + freeFor) : undefined,
    diskAutoscalingEnabled: database.diskAutoscaling,
    diskSizeGB: database.diskSizeGB,
    highAvailabilityEnabled: database.highAvailability,
    parameterOverrides: Object.keys(parameterOverrides).length > 0 ? parameterOverrides : undefined,
    readReplicas: database.replicas,
    role: "primary",
    suspended: suspended ? "suspended" : "not_suspended",
    suspenders: suspended ? ["user"] : [],
  };
}

/** How to connect, from inside and outside of Render. */
export function postgresConnection(database: Postgres) {
  const { password, databaseUser: user, databaseName: name } = database;
  const external = externalPostgresHost(database);
  return {
    password,
    internalConnectionString: `postgresql://${user}:${password}@${postgresHost(database)}/${name}`,
    externalConnectionString: `postgresql://${user}:${password}@${external}:5432/${name}`,
    psqlCommand: `PGPASSWORD=${password} psql -h ${external} -p 5432 -U ${user} ${name}`,
  };
}
