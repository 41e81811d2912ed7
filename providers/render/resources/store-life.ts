import { isDeepStrictEqual } from "node:util";
import { PartialFailure } from "../../protocol/errors.ts";
import type { Call, Change, Found, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { isGone, RenderApiError } from "../api/errors.ts";
import { plainText } from "../api/plain-text.ts";
import type { Store } from "../api/stores.ts";
import { meantBy } from "./meant.ts";
import type { Patience } from "./patience.ts";
import { reasonOf } from "./reason.ts";
import { refuseToDelete, sameAllowList } from "./store-guard.ts";
import { STORE_SECRETS, type StoreInputs, type StoreState } from "./store-inputs.ts";
import type { StoreKind } from "./store-kind.ts";
import { begin, unfinishedName } from "./unfinished.ts";
import { untilAvailable } from "./until-available.ts";

/** Create, read, update and delete of a kind of store. */
export function storeLifeOf<Answer extends Store, Inputs extends StoreInputs, State extends StoreState>(
  kind: StoreKind<Answer, Inputs, State>,
  patience: Patience,
) {
  type Asked = Call<RenderClient>;

  async function create(call: Asked, want: Inputs): Promise<{ id: string; state: State }> {
    const stores = kind.stores(call.client);
    const { ownerId, region, plan, ipAllowList, environmentId } = want;
    const making = {
      ...kind,
      named: (names: readonly string[]) => stores.named(ownerId, names, call),
      create: (name: string) =>
        stores.create({ name, ownerId, region, plan, ipAllowList, environmentId, ...kind.createBody(want) }, call),
      faultOf: (begun: Answer) =>
        begun.region === region ? undefined : `in region ${begun.region}, which cannot be changed to ${region}`,
    };
    const begun = await begin(call, making, want.name, patience);
    call.progress(`${kind.what} ${begun.id} is being made`);
    return { id: begun.id, state: await bring(call, begun, want, []) };
  }

  /** Sends what differs from what Render has, and waits until the store is available. */
  async function bring(
    call: Asked,
    found: Answer,
    want: Inputs,
    changes: readonly Change[],
    before?: State,
  ): Promise<State> {
    const stores = kind.stores(call.client);
    const meant = meantBy(changes);
    const observed: Readonly<Record<string, unknown>> = observe(call, found, undefined);
    const wanted: Readonly<Record<string, unknown>> = want;
    const differs = (name: string) =>
      wanted[name] !== undefined &&
      meant(name) &&
      !(name === "ipAllowList"
        ? sameAllowList(found.ipAllowList ?? [], want.ipAllowList)
        : isDeepStrictEqual(observed[name], wanted[name]));
    const bodyOf = (names: readonly string[]) =>
      Object.fromEntries(names.filter(differs).map((name) => [kind.fields[name] ?? name, wanted[name]]));

    let store = found;
    try {
      const body = bodyOf(["plan", "ipAllowList", ...Object.keys(kind.fields)]);
      if (Object.keys(body).length > 0) store = await stores.patch(found.id, body, call);
      if (meant("environmentId")) await move(call, found, want.environmentId);
      store = await untilAvailable(call, stores, store, patience);
      // Its own name comes last: until then a run that follows a killed one finds it again.
      if (differs("name")) store = await stores.patch(found.id, { name: want.name }, call);
      if (store.status === "suspended")
        call.log("warning", `${kind.what} ${found.id} is suspended: nobody can connect to it`);
      return kind.stateOf(store, await stores.connectionInfo(found.id, call));
    } catch (error) {
      const state = { ...kind.stateOf(store, undefined), ...connectionOf(before) };
      throw new PartialFailure(found.id, state, [unfinishedReason(error, call, found.id)], { cause: error });
    }
  }

  async function update(
    call: Asked,
    id: string,
    known: Known<Inputs, State>,
    want: Inputs,
    changes: readonly Change[],
  ): Promise<State> {
    const found = await kind.stores(call.client).find(id, call);
    if (found) return bring(call, found, want, changes, known.state);
    throw new RenderApiError({
      code: "RENDER_STORE_GONE",
      what: `${kind.what} ${id} does not exist any more`,
      where: call.urn,
      fix: "pulumi refresh, then pulumi up makes a new one; its data is in Render's backups, if it has any",
    });
  }

  async function read(
    call: Asked,
    id: string,
    known: Known<Inputs, State> | undefined,
  ): Promise<Found<Inputs, State> | undefined> {
    if (!kind.id.pattern.test(id)) throw notAnId(call, id);
    const stores = kind.stores(call.client);
    // Only the store itself says that it is gone: one without an address yet must not be forgotten.
    const connecting = stores.connectionInfo(id, call).catch((error: unknown) => {
      if (!isGone(error)) throw error;
      return undefined;
    });
    const [found, connection] = await Promise.all([stores.find(id, call), connecting]);
    if (!found) return undefined;
    const faults = found.name === unfinishedName(call.urn) ? [unfinished(id)] : [];
    // Values of enumerations may be newer than the schema; they show as drift instead of stopping the refresh.
    const inputs = observe(call, found, known?.inputs) as Inputs;
    const state = { ...kind.stateOf(found, connection), ...(connection ? {} : connectionOf(known?.state)) };
    return { inputs, state, faults };
  }

  async function remove(call: Asked, id: string, known: Known<Inputs, State>): Promise<void> {
    const stores = kind.stores(call.client);
    if (known.inputs.allowDestroy !== true && (await stores.find(id, call))) refuseToDelete(call, kind.what, id);
    await stores.remove(id, call);
  }

  /** The inputs that would make the store as it stands; with `known` in its spelling. */
  function observe(call: Asked, found: Answer, known: Inputs | undefined): Partial<Inputs> {
    const unfinishedStill = found.name === unfinishedName(call.urn);
    const ipAllowList = found.ipAllowList ?? [];
    const common = {
      name: unfinishedStill && known ? known.name : found.name,
      ownerId: found.owner.id,
      region: found.region,
      plan: found.plan,
      ipAllowList: known && sameAllowList(known.ipAllowList ?? [], ipAllowList) ? known.ipAllowList : ipAllowList,
      ...(found.environmentId && { environmentId: found.environmentId }),
      allowDestroy: known?.allowDestroy ?? false,
    };
    return { ...common, ...kind.observe(found, known) } as Partial<Inputs>;
  }

  const unfinished = (id: string) =>
    `RENDER_STORE_UNFINISHED: ${kind.what} ${id} was begun by a run that did not end\n  fix: pulumi up goes on with it`;

  const notAnId = ({ urn, name }: Asked, id: string) =>
    new RenderApiError({
      code: "RENDER_NOT_A_STORE_ID",
      what: `${JSON.stringify(plainText(id, 80))} is not the id of any ${kind.what}; expected ${kind.id.example}`,
      where: urn,
      fix: `pulumi import ${kind.token} ${name} ${kind.id.example}`,
    });

  /** Of an update nothing, unless the creation before it did not get as far as the connection strings. */
  function computed(
    _changes: readonly Change[],
    known: Known<Inputs, State> | undefined,
  ): readonly (keyof State & string)[] {
    if (!known) return kind.outputs;
    return known.state.connectionString === "" ? ["status", ...STORE_SECRETS] : [];
  }

  return { create, read, update, computed, delete: remove };
}

/** Puts a resource into another environment, or takes it out of the one it is in. */
export async function move(
  call: Call<RenderClient>,
  found: { readonly id: string; readonly environmentId?: string | null | undefined },
  environmentId: string | undefined,
): Promise<void> {
  const { environments } = call.client;
  if ((found.environmentId || undefined) === environmentId) return;
  if (environmentId) await environments.add(environmentId, found.id, call);
  else if (found.environmentId) await environments.remove(found.environmentId, found.id, call);
}

/** The addresses as they were known before, where Render does not tell them. */
const connectionOf = ({ connectionString = "", externalConnectionString = "" }: Partial<StoreState> = {}) => ({
  connectionString,
  externalConnectionString,
});

/** Why a store or env group is not finished yet. */
export const unfinishedReason = (error: unknown, { signal }: Call<RenderClient>, id: string): string =>
  reasonOf(error, signal, { what: `${id} is kept`, fix: "pulumi up goes on with it" });
