import { z } from "zod";
import { type Moment, micros } from "./moment.ts";
import { regions } from "./settings.ts";

/** Body of `POST /dedicated-ips`. */
export const DedicatedIpPost = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  ownerId: z.string(),
  region: z.enum(regions),
  environmentIds: z.array(z.string()).nullish(),
});
/** Body of `PATCH /dedicated-ips/{id}`: what is left out stays. */
export const DedicatedIpPatch = z.object({
  name: z.string().min(1).nullish(),
  description: z.string().nullish(),
  environmentIds: z.array(z.string()).nullish(),
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
 * Render's JSON of a set. It is CREATING in the answer to its creation, PENDING until its addresses are there, and RUNNING
 * then.
 * @param ageMs since its creation. @param readyMs how long the addresses take.
 */
export function dedicatedIpJson(set: DedicatedIp, ageMs: number, readyMs: number, time = micros) {
  const ready = ageMs >= readyMs;
  return {
    id: set.id,
    createdAt: time(set.createdAt),
    description: set.description,
    environmentIds: set.environmentIds,
    ips: ready ? addressesOf(set) : [],
    name: set.name,
    ownerId: set.ownerId,
    region: set.region,
    status: ready ? "RUNNING" : time === micros ? "PENDING" : "CREATING",
    updatedAt: time(set.updatedAt),
  };
}
