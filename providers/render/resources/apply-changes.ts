import type { Call, Change } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Service } from "../api/schemas.ts";
import { applyGroups, groupsOf, sameGroups } from "./env-groups.ts";
import { bodyOf, needsDeploy } from "./fields.ts";
import type { ServiceInputs } from "./inputs.ts";
import { applyTexts, differingKeys } from "./keyed-set.ts";
import type { Kind } from "./kind.ts";
import { MARKER } from "./marker.ts";
import { meantBy } from "./meant.ts";
import { differingFields, isAutoscaled, observedInputs } from "./observe.ts";
import { broughtAlong } from "./runtimes.ts";

/**
 * Makes an existing service be as wanted, sending only what differs from what Render has now. Starts no deploy.
 * @param changes limits what is touched to what the preview showed; none of them means everything (a forced update).
 * @param owes is called as soon as something may have changed that only a deploy brings into effect, also when this throws.
 * @returns the service as it is afterwards, and whether something differed that only a deploy brings into effect.
 */
export async function applyChanges(
  call: Call<RenderClient>,
  kind: Kind,
  service: Service,
  want: ServiceInputs,
  changes: readonly Change[],
  owes: () => void = () => {},
): Promise<{ readonly service: Service; readonly deploys: boolean }> {
  const meant = meantBy(changes);
  const observed = observedInputs(kind, service, { env: {} });

  const along = meant("runtime") ? broughtAlong(observed.runtime, want.runtime) : [];
  const names = differingFields(observed, want).filter((name) => meant(name) || along.includes(name));
  const owing = names.some(needsDeploy) ? owes : () => {};
  let after = service;
  if (names.length > 0) {
    try {
      after = await call.client.services.patch(service.id, bodyOf(names, want, observed), call);
      owing();
    } catch (error) {
      // A refusal changed nothing.
      if (!(error instanceof RenderApiError) || error.maybeDone) owing();
      throw error;
    }
  }
  if (meant("notifyOnFail")) await applyNotifications(call, service, want);
  const given = await applyGiven(call, service, want, meant, owes);

  // A forced update leaves the count to Render's own scaling; a changed input does not.
  const forced = changes.length === 0;
  const scales = meant("numInstances") && !(forced && isAutoscaled(service));
  if (scales && want.numInstances !== undefined && observed.numInstances !== want.numInstances)
    await call.client.services.scale(service.id, want.numInstances, call);

  return { service: after, deploys: given || names.some(needsDeploy) };
}

/** Tells somebody of failed deploys, or nobody, where that is declared and not so. Needs no deploy. */
export async function applyNotifications(
  call: Call<RenderClient>,
  { id, notifyOnFail }: Service,
  want: ServiceInputs,
): Promise<void> {
  if (want.notifyOnFail === undefined || want.notifyOnFail === (notifyOnFail ?? "default")) return;
  await call.client.services.notify(id, SENT[want.notifyOnFail], call);
}

/** As the call says it. Whoever chose by hand to be told of every deploy is told of the failed ones too, and stays so. */
const SENT = { default: "default", notify: "failure", ignore: "none" } as const;

/** What a process is given at its start: env vars, secret files, env groups. @returns whether something differed. */
async function applyGiven(
  call: Call<RenderClient>,
  { id, ownerId }: Service,
  want: ServiceInputs,
  meant: ReturnType<typeof meantBy>,
  owes: () => void,
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
    const keys = differingKeys(have, texts).filter((key) => key !== MARKER && meant(name, key));
    if (keys.length === 0) continue;
    owes();
    differs = true;
    await applyTexts(set, id, { have, want: texts, keys }, call);
  }
  if (!want.envGroups || !meant("envGroups")) return differs;
  const groups = await groupsOf(call, ownerId, id);
  if (!sameGroups(groups, want.envGroups)) owes();
  return (await applyGroups(call, id, groups, want.envGroups)) || differs;
}
