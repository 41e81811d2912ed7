import { z } from "zod";
import { type Moment, micros } from "./moment.ts";
import type { Owner } from "./owner.ts";
import { regions } from "./settings.ts";

export type StoreStatus = "creating" | "available" | "suspended";

export interface AllowedAddresses {
  readonly cidrBlock: string;
  readonly description: string;
}

/** What key value stores and databases have in common. */
export interface Store {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly region: (typeof regions)[number];
  readonly version: string;
  readonly createdAt: Moment;
  /** Made with the store; part of its connection strings. */
  readonly password: string;
  name: string;
  plan: string;
  updatedAt: Moment;
  environmentId: string | undefined;
  /** Who may connect from outside; nobody when it is empty. */
  ipAllowList: readonly AllowedAddresses[];
  status: StoreStatus;
}

const name = z.string().min(1, "must not be empty");
const ipAllowList = z
  .array(
    z.object({
      cidrBlock: z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], { error: "expected a CIDR block" }),
      description: z.string(),
    }),
  )
  .nullish();

/** Members of a POST of every store. */
export const storePost = {
  name,
  ownerId: z.string().min(1),
  region: z.enum(regions).nullish(),
  environmentId: z.string().nullish(),
  ipAllowList,
};

/** Members of a PATCH of every store: what is left out stays, a list sent as null is emptied. */
export const storePatch = { name: name.nullish(), ipAllowList };

export const isSuspended = ({ status }: Store): boolean => status === "suspended";

/** The members that both kinds have in common in answers. */
export function storeJson(store: Store, owner: Owner, time: (moment: Moment) => string = micros) {
  return {
    id: store.id,
    createdAt: time(store.createdAt),
    updatedAt: time(store.updatedAt),
    name: store.name,
    owner: { email: owner.email, id: owner.id, name: owner.name, type: owner.type },
    environmentId: store.environmentId,
    plan: store.plan,
    region: store.region,
    version: store.version,
    status: store.status,
    // An empty list comes back as null.
    ipAllowList: store.ipAllowList.length > 0 ? store.ipAllowList : null,
  };
}
