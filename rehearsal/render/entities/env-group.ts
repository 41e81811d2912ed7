import { z } from "zod";
import { EnvVarInputs } from "./env-var.ts";
import { type Moment, micros } from "./moment.ts";
import { SecretFileInputs } from "./secret-file.ts";
import { traitsOf } from "./service-type.ts";
import type { RenderState } from "./state.ts";

/** Variables and files that services share. They reach a linked service with its next deploy. */
export interface EnvGroup {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  readonly createdAt: Moment;
  updatedAt: Moment;
  name: string;
  environmentId: string | undefined;
  readonly env: Map<string, string>;
  readonly secretFiles: Map<string, string>;
  /** Ids of linked services. */
  readonly services: Set<string>;
}

const name = z.string().min(1, "must not be empty");
export const EnvGroupPost = z.object({
  name,
  ownerId: z.string().min(1),
  envVars: EnvVarInputs,
  secretFiles: SecretFileInputs,
  serviceIds: z.array(z.string()).nullish(),
  environmentId: z.string().nullish(),
});
export const EnvGroupPatch = z.object({ name });

/** What lists say of a group. */
export function envGroupMetaJson(state: RenderState, group: EnvGroup, time: (moment: Moment) => string = micros) {
  const linked = [...group.services].flatMap((id) => state.services.get(id) ?? []);
  return {
    id: group.id,
    name: group.name,
    ownerId: group.ownerId,
    createdAt: time(group.createdAt),
    updatedAt: time(group.updatedAt),
    serviceLinks: linked.map((service) => ({ id: service.id, name: service.name, type: traitsOf(service.type).short })),
    environmentId: group.environmentId,
  };
}

/** Render's JSON of one group: the latest variables and files first; before September 2024 a POST alone had that order. */
export function envGroupJson(state: RenderState, group: EnvGroup, time?: (moment: Moment) => string) {
  return {
    ...envGroupMetaJson(state, group, time),
    envVars: [...group.env].map(([key, value]) => ({ key, value })).reverse(),
    secretFiles: [...group.secretFiles].map(([name, content]) => ({ name, content })).reverse(),
  };
}

export interface FromGroups {
  readonly env: Readonly<Record<string, string>>;
  readonly secretFiles: Readonly<Record<string, string>>;
}

/**
 * What a service gets from its groups when it is deployed; its own values win over these. Where groups disagree, the one
 * created last wins.
 * @see https://render.com/docs/configure-environment-variables
 */
export function envOfGroups({ envGroups }: RenderState, serviceId: string): FromGroups {
  const linked = [...envGroups.values()]
    .filter(({ services }) => services.has(serviceId))
    .toSorted((one, other) => one.sequence - other.sequence);
  return {
    env: Object.fromEntries(linked.flatMap(({ env }) => [...env])),
    secretFiles: Object.fromEntries(linked.flatMap(({ secretFiles }) => [...secretFiles])),
  };
}
