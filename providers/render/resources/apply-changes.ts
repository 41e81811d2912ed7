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

  const given = await applyGiven(call, service, want, changes, meant);

  // A forced update leaves the count to Render's own scaling; a changed input does not.
  const scales = isAutoscaled(service) ? tops.has("numInstances") : meant("numInstances");
  if (scales && want.numInstances !== undefined && observed.numInstances !== want.numInstances)
    await call.client.services.scale(service.id, want.numInstances, call);

  return { service: after, deploys: given || names.some(needsDeploy) };
}

/** What a process is given at its start: env vars, secret files, env groups. @returns whether something differed. */
async function applyGiven(
  call: Call<RenderClient>,
  { id, ownerId }: Service,
  want: GitServiceInputs,
  changes: readonly Change[],
  meant: (name: string) => boolean,
): Promise<boolean> {
  const { envVars, secretFiles } = call.client;
  const sets = [
    ["env", envVars, want.env],
    ["secretFiles", secretFiles, want.secretFiles],
  ] as const;
  let differs = false;
  for (const [name, set, texts] of sets) {
    if (!texts || !meant(name)) continue;
    const have = await set.all(id, call);
    const meantKey = keysMeant(changes, name);
    const keys = differingKeys(have, texts).filter((key) => key !== MARKER && meantKey(key));
    await applyTexts(set, id, { have, want: texts, keys }, call);
    differs ||= keys.length > 0;
  }
  if (!want.envGroups || !meant("envGroups")) return differs;
  return (await applyGroups(call, id, await groupsOf(call, ownerId, id), want.envGroups)) || differs;
}

/** Keys that the changes of an input name; all of them when it changed as a whole. */
function keysMeant(changes: readonly Change[], name: string): (key: string) => boolean {
  const paths = changes.filter((change) => topOf(change) === name).map(({ path }) => parsePath(path) ?? []);
  const named = new Set(paths.map(([, key]) => key));
  return (key) => named.size === 0 || named.has(undefined) || named.has(key);
}
