import { z } from "zod";
import { type Moment, micros } from "./moment.ts";
import { regions } from "./settings.ts";

/** Whether there is such an environment is not looked at: one that is gone stays in the set as well. */
const environmentIds = z.array(z.string().regex(/^evm-[0-9a-v]{20}$/, "expected ids of environments")).nullish();

/** Body of `POST /dedicated-ips`. */
export const DedicatedIpPost = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  ownerId: z.string(),
  region: z.enum(regions),
  environmentIds,
});
/** Body of `PATCH /dedicated-ips/{id}`: what is left out stays. */
export const DedicatedIpPatch = z.object({
  name: z.string().min(1).nullish(),
  description: z.string().nullish(),
  environmentIds,
});

/** A set of three outbound addresses of a workspace, or of some of its environments. */
export interface DedicatedIp {
  readonly id: string;
  /** Order of creation; its addresses are made from it. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly region: (typeof regions)[number];
  readonly createdAt: Moment;
  updatedAt: Moment;
  name: string;
  description: string;
  environmentIds: readonly string[];
}

/** Addresses of a range that is kept for documentation. */
export const addressesOf = ({ sequence }: DedicatedIp): string[] =>
  [1, 2, 3].map((host) => `203.0.113.${((sequence * 4) % 252) + host}`);

/**
 * Render's JSON of a set. It is CREATING in the answer to its creation, then PENDING, for the second half of the time with
 * its addresses, and RUNNING in the end.
 * @param ageMs since its creation. @param readyMs how long it takes to run.
 */
export function dedicatedIpJson(set: DedicatedIp, ageMs: number, readyMs: number, time = micros) {
  const ready = ageMs >= readyMs;
  return {
    id: set.id,
    createdAt: time(set.createdAt),
    description: set.description,
    environmentIds: set.environmentIds,
    ips: ageMs >= readyMs / 2 ? addressesOf(set) : [],
    name: set.name,
    ownerId: set.ownerId,
    region: set.region,
    status: ready ? "RUNNING" : time === micros ? "PENDING" : "CREATING",
    updatedAt: time(set.updatedAt),
  };
}
