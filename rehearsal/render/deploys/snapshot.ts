import type { Snapshot } from "../entities/deploy.ts";
import { envOfGroups } from "../entities/env-group.ts";
import type { Service } from "../entities/service.ts";
import type { RenderState } from "../entities/state.ts";

/**
 * What a deploy runs with: the service as it is now, or as it was (a rollback's). What its env groups hold is always of now.
 * @see https://render.com/docs/rollbacks
 */
export function snapshotOf(state: RenderState, service: Service, earlier?: Snapshot): Snapshot {
  const { settings, env, secretFiles } = service;
  const own = earlier ?? { settings, env: Object.fromEntries(env), secretFiles: Object.fromEntries(secretFiles) };
  const groups = envOfGroups(state, service.id);
  return { ...own, groupEnv: groups.env, groupFiles: groups.secretFiles };
}

/** Variables of a process: a service's own win over those of its groups. */
export const envOf = ({ env, groupEnv }: Snapshot): Record<string, string> => ({ ...groupEnv, ...env });
