import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";

/** Who asks, and whom. */
type Call = Asker & { readonly client: RenderClient };

type Ids = readonly string[];

export const sameGroups = (one: Ids, other: Ids): boolean =>
  new Set(one).symmetricDifference(new Set(other)).size === 0;

/** Ids of the env groups that a service is linked to, out of one list for all services of a workspace. */
export async function groupsOf(call: Call, ownerId: string, serviceId: string): Promise<string[]> {
  const groups = await call.client.groupsOfWorkspace.of(ownerId, call);
  const linked = [...groups.values()].filter(({ serviceLinks }) => serviceLinks?.some(({ id }) => id === serviceId));
  return linked.map(({ id }) => id).sort();
}

/** Links and unlinks what differs. Starts no deploy. @returns whether something differed. */
export async function applyGroups(call: Call, serviceId: string, have: Ids, want: Ids): Promise<boolean> {
  const [had, wanted] = [new Set(have), new Set(want)];
  try {
    for (const id of wanted.difference(had)) await call.client.envGroups.link(id, serviceId, call);
    for (const id of had.difference(wanted)) await call.client.envGroups.unlink(id, serviceId, call);
  } finally {
    call.client.groupsOfWorkspace.forget();
  }
  return !sameGroups(have, want);
}
