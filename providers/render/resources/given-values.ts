import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";
import type { Service } from "../api/schemas.ts";
import { groupsOf } from "./env-groups.ts";

/**
 * Every value that a service's processes are given at Render and that its log may repeat: its own env vars and secret files,
 * declared or not, and those of the env groups it is linked to.
 */
export async function givenValues(
  call: Asker & { readonly client: RenderClient },
  { id, ownerId }: Service,
): Promise<string[]> {
  const { envVars, secretFiles, envGroups } = call.client;
  const [env, files, linked] = await Promise.all([
    envVars.all(id, call),
    secretFiles.all(id, call),
    groupsOf(call, ownerId, id),
  ]);
  const groups = await Promise.all(linked.map((group) => envGroups.find(group, call)));
  const shared = groups.flatMap((group) => [
    ...(group?.envVars?.map(({ value }) => value) ?? []),
    ...(group?.secretFiles?.map(({ content }) => content) ?? []),
  ]);
  return [...Object.values(env), ...Object.values(files), ...shared];
}
