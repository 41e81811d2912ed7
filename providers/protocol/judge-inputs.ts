import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { differences, diffResponse } from "./diff.ts";
import { checkFailures, faultsOf } from "./faults.ts";
import { parseInputs } from "./parse-inputs.ts";
import type { AnyResource, Call, Change, Fault, Known } from "./resource.ts";
import { markSecrets, reveal, revealAll } from "./secrets.ts";
import { propertiesOf } from "./shape.ts";
import { isUnknown, judge } from "./unjudged.ts";
import { decode, encode, isRecord, Unknown, type Wire, type WireRecord } from "./wire.ts";

/**
 * Answers Check: all faults at once, and always the inputs, defaults applied and secrets marked, so that policies have
 * something to judge. The resource's own rule runs when its schema found nothing.
 */
export async function checkResource<Client>(
  resource: AnyResource<Client>,
  request: provider.CheckRequest,
  call: () => Promise<Call<Client>>,
  mask: (text: string) => string,
): Promise<provider.CheckResponse> {
  const news = decode(request.getNews());
  const olds = revealAll(decode(request.getOlds()));
  const { value, issues } = parseInputs(resource.inputs, reveal(news));
  const faults = issues.length > 0 ? faultsOf(issues) : await ownFaults(resource, value, olds, call);
  const parsed = issues.length === 0 && isRecord(value) ? (value as WireRecord) : revealAll(news);
  const added = faults.length === 0 ? await judgement(resource, value, olds, call) : {};
  const inputs = markSecrets({ ...parsed, ...added }, { like: [news], named: resource.secrets ?? [], sameOrder: true });
  const failures = checkFailures(faults, inputs, { secrets: resource.secrets ?? [], mask });
  return new provider.CheckResponse().setInputs(encode(inputs)).setFailuresList(failures);
}

async function ownFaults<Client>(
  resource: AnyResource<Client>,
  value: Wire | undefined,
  olds: WireRecord,
  call: () => Promise<Call<Client>>,
): Promise<readonly Fault[]> {
  if (!resource.check) return [];
  const ready = await call();
  const before = Object.keys(olds).length > 0 ? olds : undefined;
  return judge<readonly Fault[]>(async (known) => resource.check?.(ready, known<object>(value), before) ?? [], []);
}

/** What the resource's own judgement adds to its inputs; nothing where it cannot judge. */
async function judgement<Client>(
  resource: AnyResource<Client>,
  value: Wire | undefined,
  olds: WireRecord,
  call: () => Promise<Call<Client>>,
): Promise<object> {
  if (!resource.judge) return {};
  const ready = await call();
  const before = Object.keys(olds).length > 0 ? olds : undefined;
  try {
    return knownPartsOf(
      await judge<object>(async (known) => resource.judge?.(ready, known<object>(value), before) ?? {}, {}),
    );
  } catch (error) {
    ready.log("warning", `could not be judged: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

/** What a preview shows of the outputs that only the operation will know: unknown, but for what the resource predicts. */
export async function foreseenOf<Client>(
  resource: AnyResource<Client>,
  changes: readonly Change[],
  known: Known<WireRecord, WireRecord> | undefined,
  want: WireRecord,
): Promise<WireRecord> {
  const names = (await computedOf(resource, changes, known)).filter((name) => known || (want[name] ?? null) === null);
  const unknown = Object.fromEntries(names.map((name) => [name, new Unknown()]));
  if (!resource.predict) return unknown;
  const predicted = await judge<object>(
    async (guarded) => resource.predict?.(changes, known, guarded<object>(want)) ?? {},
    {},
  );
  return { ...unknown, ...knownPartsOf(predicted) };
}

/** Without what was only passed on, unknown as it is. */
const knownPartsOf = (values: object): WireRecord =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnknown(value)));

/** What stood before, without secret wrappers; the state is what the provider computed. */
export function knownOf<Client>(
  resource: AnyResource<Client>,
  inputs: WireRecord,
  outputs: WireRecord,
): Known<WireRecord, WireRecord> {
  const names = Object.keys(propertiesOf(resource.state));
  const entries = Object.entries(revealAll(outputs)).filter(([key]) => names.length === 0 || names.includes(key));
  return { inputs: revealAll(inputs), state: Object.fromEntries(entries) };
}

/** The differences between what stood and what is wanted, as the resource's author sees them. */
export async function changesOf<Client>(
  resource: AnyResource<Client>,
  known: Known<WireRecord, WireRecord>,
  want: WireRecord,
  ignore: readonly string[],
): Promise<readonly Change[]> {
  const structural = differences(known.inputs, want, { ignore, replaceOn: resource.replaceOn ?? [] });
  const { diff } = resource;
  if (!diff || structural.length === 0) return structural;
  return judge(async (guarded) => diff.call(resource, structural, known, guarded<object>(want)), structural);
}

/** The names of outputs that only the operation will know; of what cannot be judged yet, all. */
export async function computedOf<Client>(
  resource: AnyResource<Client>,
  changes: readonly Change[],
  known: Known<WireRecord, WireRecord> | undefined,
): Promise<readonly string[]> {
  if (resource.computed) return resource.computed(changes, known);
  return known ? [] : Object.keys(propertiesOf(resource.state));
}

/** Answers Diff: between old and new inputs, which a refresh made those of the world. */
export async function diffResource<Client>(
  resource: AnyResource<Client>,
  request: provider.DiffRequest,
): Promise<provider.DiffResponse> {
  const outputs = decode(request.getOlds());
  const known = knownOf(resource, decode(request.getOldInputs()), outputs);
  const changes = await changesOf(
    resource,
    known,
    revealAll(decode(request.getNews())),
    request.getIgnorechangesList(),
  );
  const computed = await computedOf(resource, changes, known);
  return diffResponse(changes, {
    deleteBeforeReplace: resource.deleteBeforeReplace ?? false,
    stable: Object.keys(known.state)
      .filter((key) => !computed.includes(key) && !(key in known.inputs))
      .toSorted(),
  });
}
