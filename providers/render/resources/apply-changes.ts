import { parsePath } from "../../protocol/path.ts";
import type { Call, Change } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { Service } from "../api/schemas.ts";
import { applyEnv, differingKeys } from "./env.ts";
import { bodyOf, needsDeploy } from "./fields.ts";
import type { GitServiceInputs } from "./inputs.ts";
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
  service: Service,
  want: GitServiceInputs,
  changes: readonly Change[],
): Promise<{ readonly service: Service; readonly deploys: boolean }> {
  const tops = new Set(changes.map(topOf));
  const meant = (name: string) => tops.size === 0 || tops.has(name);
  const observed = observedInputs(service, {});

  const names = differingFields(observed, want).filter(
    // A new runtime starts without commands, so it brings its own along whether or not they changed.
    (name) => meant(name) || (meant("runtime") && isCommand(name)),
  );
  let after = service;
  if (names.length > 0) after = await call.client.services.patch(service.id, bodyOf(names, want), call);

  let keys: readonly string[] = [];
  if (meant("env")) {
    const env = await call.client.envVars.all(service.id, call);
    keys = differingKeys(env, want.env).filter(envKeysMeant(changes));
    await applyEnv(call.client, service.id, env, want.env, keys, call);
  }

  // A forced update leaves the count to Render's own scaling; a changed input does not.
  const scales = isAutoscaled(service) ? tops.has("numInstances") : meant("numInstances");
  if (scales && observed.numInstances !== want.numInstances)
    await call.client.services.scale(service.id, want.numInstances, call);

  return { service: after, deploys: keys.length > 0 || names.some(needsDeploy) };
}

/** Keys that the changes name; all of them when `env` changed as a whole. */
function envKeysMeant(changes: readonly Change[]): (key: string) => boolean {
  const paths = changes.filter((change) => topOf(change) === "env").map(({ path }) => parsePath(path) ?? []);
  const named = new Set(paths.map(([, key]) => key));
  return (key) => named.size === 0 || named.has(undefined) || named.has(key);
}
