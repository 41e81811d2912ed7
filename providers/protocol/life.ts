import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { PartialFailure } from "./errors.ts";
import { changesOf, foreseenOf, knownOf } from "./judge-inputs.ts";
import type { AnyResource, Call } from "./resource.ts";
import { holdsSecret, markSecrets, revealAll } from "./secrets.ts";
import { type Unfinished, unfinished } from "./status.ts";
import { decode, encode, UnencodableValue, type WireRecord } from "./wire.ts";

/** Ends an operation as partly done: the engine keeps id and state. */
export class Unready extends Error {
  readonly failure: ReturnType<typeof unfinished>;
  constructor(what: Unfinished) {
    super(what.reasons.join("\n"));
    this.failure = unfinished(what);
  }
}

/** What one operation works with. */
export interface Operation<Client> {
  readonly resource: AnyResource<Client>;
  /** Makes what the author's code may use; not before it is needed, so that a preview of a new resource needs no token. */
  readonly call: () => Promise<Call<Client>>;
  readonly mask: (text: string) => string;
}

/** Answers Create; in preview without asking the resource, its computed properties unknown. */
export async function createResource<Client>(
  { resource, call, mask }: Operation<Client>,
  request: provider.CreateRequest,
): Promise<provider.CreateResponse> {
  const inputs = decode(request.getProperties());
  const response = new provider.CreateResponse().setRefreshBeforeUpdate(resource.refreshBeforeUpdate ?? false);
  const mark = (state: object): WireRecord =>
    markSecrets({ ...revealAll(inputs), ...state }, { like: [inputs], named: secretsOf(resource, inputs) });

  if (request.getPreview()) {
    return response.setProperties(encode(mark(await foreseenOf(resource, [], undefined, revealAll(inputs)))));
  }
  const { id, state } = await keepingHalf(resource, mask, mark, async () => {
    const made = await resource.create(await call(), revealAll(inputs));
    if (!made.id) throw new TypeError(`create of ${resource.type} returned no id`);
    return made;
  });
  return response.setId(id).setProperties(encodeKept(resource, id, mark, state));
}

/** Answers Update; in preview without asking the resource: what is not computed stays as it is. */
export async function updateResource<Client>(
  { resource, call, mask }: Operation<Client>,
  request: provider.UpdateRequest,
): Promise<provider.UpdateResponse> {
  const id = request.getId();
  const [inputs, outputs] = [decode(request.getNews()), decode(request.getOlds())];
  const known = knownOf(resource, decode(request.getOldInputs()), outputs);
  const want = revealAll(inputs);
  const changes = await changesOf(resource, known, want, request.getIgnorechangesList());
  const response = new provider.UpdateResponse().setRefreshBeforeUpdate(resource.refreshBeforeUpdate ?? false);
  const mark = (state: object): WireRecord =>
    markSecrets({ ...want, ...state }, { like: [{ ...outputs, ...inputs }], named: secretsOf(resource, inputs) });

  if (request.getPreview()) {
    const kept = Object.entries(known.state).filter(([key]) => !(key in want));
    const state = { ...Object.fromEntries(kept), ...(await foreseenOf(resource, changes, known, want)) };
    return response.setProperties(encode(mark(state)));
  }
  const { state } = await keepingHalf(resource, mask, mark, async () => ({
    id,
    state: await resource.update(await call(), id, known, want, changes),
  }));
  return response.setProperties(encodeKept(resource, id, mark, state));
}

/** Answers Read: what the world has of it, with what is known on refresh, from its id alone on import. */
export async function readResource<Client>(
  { resource, call, mask }: Operation<Client>,
  request: provider.ReadRequest,
): Promise<provider.ReadResponse> {
  const [inputs, outputs] = [decode(request.getInputs()), decode(request.getProperties())];
  const known = Object.keys({ ...inputs, ...outputs }).length > 0 ? knownOf(resource, inputs, outputs) : undefined;
  const found = await resource.read(await call(), request.getId(), known);
  const response = new provider.ReadResponse();
  if (!found) return response;
  const id = found.id ?? request.getId();

  const liveInputs = markSecrets({ ...found.inputs }, { like: [inputs], named: resource.secrets ?? [] });
  const marking = { like: [{ ...outputs, ...inputs }], named: secretsOf(resource, liveInputs) };
  const live = markSecrets({ ...found.inputs, ...found.state }, marking);
  const refreshBeforeUpdate = resource.refreshBeforeUpdate ?? false;
  if (found.faults && found.faults.length > 0) {
    const reasons = found.faults.map(mask);
    throw new Unready({ id, outputs: live, inputs: liveInputs, reasons, refreshBeforeUpdate });
  }
  response.setId(id).setProperties(encode(live)).setInputs(encode(liveInputs));
  return response.setRefreshBeforeUpdate(refreshBeforeUpdate);
}

/** Answers Delete. */
export async function deleteResource<Client>(
  { resource, call }: Operation<Client>,
  request: provider.DeleteRequest,
): Promise<void> {
  const known = knownOf(resource, decode(request.getOldInputs()), decode(request.getProperties()));
  await resource.delete(await call(), request.getId(), known);
}

/** The top-level names that are secret whatever the caller passed, given these inputs. */
function secretsOf<Client>({ secrets = [], secretWithInputs = [] }: AnyResource<Client>, inputs: WireRecord) {
  return holdsSecret(inputs) ? [...secrets, ...secretWithInputs] : secrets;
}

async function keepingHalf<Client, Result>(
  resource: AnyResource<Client>,
  mask: (text: string) => string,
  mark: (state: object) => WireRecord,
  operation: () => Promise<Result>,
): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw unready(resource, error.id, mark, error.state, error.reasons.map(mask));
  }
}

/** A state that cannot be kept is a bug, but what was made must not be lost over it. */
function encodeKept<Client>(
  resource: AnyResource<Client>,
  id: string,
  mark: (state: object) => WireRecord,
  state: object,
): ReturnType<typeof encode> {
  try {
    return encode(mark(state));
  } catch (error) {
    if (!(error instanceof UnencodableValue)) throw error;
    throw unready(resource, id, mark, {}, [bugOf(resource, error)]);
  }
}

function unready<Client>(
  resource: AnyResource<Client>,
  id: string,
  mark: (state: object) => WireRecord,
  state: object,
  reasons: readonly string[],
): Unready {
  const refreshBeforeUpdate = resource.refreshBeforeUpdate ?? false;
  try {
    return new Unready({ id, outputs: mark(state), reasons, refreshBeforeUpdate });
  } catch (error) {
    if (!(error instanceof UnencodableValue)) throw error;
    return new Unready({ id, outputs: mark({}), reasons: [...reasons, bugOf(resource, error)], refreshBeforeUpdate });
  }
}

function bugOf<Client>({ type }: AnyResource<Client>, { message }: Error): string {
  return `${message}. This is a bug in the provider of ${type}.`;
}
