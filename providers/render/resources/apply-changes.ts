import { parsePath } from "../../protocol/path.ts";
import type { Call, Change } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { Service } from "../api/schemas.ts";
import { applyGroups, groupsOf } from "./env-groups.ts";
import { bodyOf, needsDeploy } from "./fields.ts";
import type { GitServiceInputs } from "./inputs.ts";
import { applyTexts, differingKeys } from "./keyed-set.ts";
import type { Kind } from "./kind.ts";
import { MARKER } from "./marker.ts";
import { differingFields, isAutoscaled, isCommand, observedInputs } from "./observe.ts";

/** What an input's change is of: its first step, `env` for `env.DEV_MODE`. */
export const topOf = ({ path }: Change): string => String(parsePath(path)?.[0] ?? path);

/**
 * Makes an existing service be as wanted, sending only what differs from what Render has now. Starts no deploy.
 * @param changes limits what is touched to what the preview showed; none of them means everything (a forced update).
 * @returns the service as it is afterwards, and whether something differed that only a deploy brings into effect.
 */
export async function applyChanges(
  call: Call<RenderClient>,
  kind: Kind,
  service: Service,
  want: GitServiceInputs,
  changes: readonly Change[],
): Promise<{ readonly service: Service; readonly deploys: boolean }> {
  const tops = new Set(changes.map(topOf));
  const meant = (name: string) => tops.size === 0 || tops.has(name);
  const observed = observedInputs(kind, service, { env: {} });

  const names = differingFields(observed, want).filter(
    // A new runtime starts without commands, so it brings its own along whether or not they changed.
    (name) => meant(name) || (meant("runtime") && isCommand(name)),
  );
  let after = service;
  if (names.length > 0) after = await call.client.services.patch(service.id, bodyOf(names, want), call);

  let given = false;
  const { envVars, secretFiles } = call.client;
  for (const [name, set, texts] of [
    ["env", envVars, want.env],
    ["secretFiles", secretFiles, want.secretFiles],
  ] as const) {
    if (!texts || !meant(name)) continue;
    const have = await set.all(service.id, call);
    const keys = differingKeys(have, texts).filter((key) => key !== MARKER && keysMeant(changes, name)(key));
    await applyTexts(set, service.id, { have, want: texts, keys }, call);
    given ||= keys.length > 0;
  }
  if (want.envGroups && meant("envGroups")) {
    const have = await groupsOf(call, service.ownerId, service.id);
    given = (await applyGroups(call, service.id, have, want.envGroups)) || given;
  }

  // A forced update leaves the count to Render's own scaling; a changed input does not.
  const scales = isAutoscaled(service) ? tops.has("numInstances") : meant("numInstances");
  if (scales && want.numInstances !== undefined && observed.numInstances !== want.numInstances)
    await call.client.services.scale(service.id, want.numInstances, call);

  return { service: after, deploys: given || names.some(needsDeploy) };
}

/** Keys that the changes of an input name; all of them when it changed as a whole. */
function keysMeant(changes: readonly Change[], name: string): (key: string) => boolean {
  const paths = changes.filter((change) => topOf(change) === name).map(({ path }) => parsePath(path) ?? []);
  const named = new Set(paths.map(([, key]) => key));
  return (key) => named.size === 0 || named.has(undefined) || named.has(key);
}
