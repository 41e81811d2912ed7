import { isDeepStrictEqual } from "node:util";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { covers, formatPath, parsePath, reachesInto, type Step } from "./path.ts";
import type { Change } from "./resource.ts";
import { isRecord, Unknown, type Wire, type WireRecord } from "./wire.ts";

type Pattern = readonly Step[];

/** What to leave out of a difference, and which differences replace the resource; paths may hold `*`. */
export interface DiffOptions {
  readonly ignore?: readonly string[];
  readonly replaceOn?: readonly string[];
}

/**
 * The structural difference of two sets of inputs without secrets, one change per property that differs, as deep as both
 * sides have the same shape. An unknown value differs from everything. Null and absent are the same.
 */
export function differences(olds: WireRecord, news: WireRecord, options: DiffOptions = {}): Change[] {
  const ignore = patterns(options.ignore);
  const replaceOn = patterns(options.replaceOn);
  const found: Change[] = [];

  const compare = (path: readonly Step[], old: Wire, next: Wire): void => {
    if (ignore.some((pattern) => covers(pattern, path))) return;
    const inside = ignore.some((pattern) => reachesInto(pattern, path));
    if (isRecord(old ?? {}) && isRecord(next ?? {}) && (inside || (old !== null && next !== null))) {
      const [before, after] = [(old ?? {}) as WireRecord, (next ?? {}) as WireRecord];
      const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
      for (const key of [...keys].toSorted()) {
        compare([...path, key], before[key] ?? null, after[key] ?? null);
      }
    } else if (Array.isArray(old) && Array.isArray(next)) {
      const length = Math.max(old.length, next.length);
      for (let index = 0; index < length; index++) compare([...path, index], old[index] ?? null, next[index] ?? null);
    } else if (next instanceof Unknown || !isDeepStrictEqual(old, next)) {
      const kind = old === null ? "add" : next === null ? "delete" : "update";
      const replace = replaceOn.some((pattern) => covers(pattern, path) || differsInside(pattern, path, old, next));
      found.push(replace ? { path: formatPath(path), kind, replace } : { path: formatPath(path), kind });
    }
  };
  compare([], olds, news);
  return found;
}

function patterns(paths: readonly string[] = []): Pattern[] {
  return paths.map(parsePath).filter((path) => path !== undefined);
}

/** Whether what `pattern` names inside of `path` differs, for a change that covers more than the pattern does. */
function differsInside(pattern: Pattern, path: readonly Step[], old: Wire, next: Wire): boolean {
  if (!reachesInto(pattern, path)) return false;
  const rest = pattern.slice(path.length);
  const [before, after] = [select(old, rest), select(next, rest)];
  return after.some((value) => value instanceof Unknown) || !isDeepStrictEqual(before, after);
}

function select(value: Wire, pattern: Pattern): Wire[] {
  const [step, ...rest] = pattern;
  if (step === undefined || value instanceof Unknown) return [value];
  if (!isRecord(value) && !Array.isArray(value)) return [];
  const items = value as { readonly [key: string]: Wire };
  const chosen = step === "*" ? Object.values(items) : [items[step] ?? null];
  return chosen.filter((item) => item !== null).flatMap((item) => select(item, rest));
}

/** The engine's answer to Diff. `stable` names properties that keep their values whatever else changes. */
export function diffResponse(
  changes: readonly Change[],
  { deleteBeforeReplace = false, stable = [] as readonly string[] } = {},
): provider.DiffResponse {
  const response = new provider.DiffResponse();
  const { DiffChanges } = provider.DiffResponse;
  response.setChanges(changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setHasdetaileddiff(true);
  for (const change of changes) {
    const detail = new provider.PropertyDiff().setKind(kindOf(change)).setInputdiff(true);
    response.getDetaileddiffMap().set(change.path, detail);
  }
  const replacing = changes.filter(({ replace }) => replace);
  response.setDiffsList(topLevel(changes));
  response.setReplacesList(topLevel(replacing));
  // Said even when nothing here replaces: the option replaceOnChanges may turn any of these changes into a replacement.
  response.setDeletebeforereplace(deleteBeforeReplace);
  if (replacing.length === 0) response.setStablesList([...stable]);
  return response;
}

function topLevel(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ path }) => String(parsePath(path)?.[0] ?? path)))];
}

function kindOf({ kind, replace }: Change): provider.PropertyDiff.Kind {
  const { Kind } = provider.PropertyDiff;
  if (kind === "add") return replace ? Kind.ADD_REPLACE : Kind.ADD;
  if (kind === "delete") return replace ? Kind.DELETE_REPLACE : Kind.DELETE;
  return replace ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}
