import { notFound } from "../api-error.ts";
import { code } from "../ids.ts";
import type { ListVersion } from "../project-entities.ts";
import type { Store } from "../store.ts";

/** Redirects and routing rules are staged as a whole new version, which goes live when it is promoted. */
export function stage<Entry>(
  store: Store,
  versions: ListVersion<Entry>[],
  entries: Entry[],
  name?: string,
): ListVersion<Entry> {
  const staging = versions.find(({ state }) => state === "staging");
  if (staging) {
    Object.assign(staging, { entries, name: name ?? staging.name, lastModified: store.now() });
    return staging;
  }
  const version: ListVersion<Entry> = {
    id: store.ids.next("list version", 24),
    name,
    entries,
    state: "staging",
    lastModified: store.now(),
  };
  versions.push(version);
  return version;
}

/** The version a list is read from: one by its id, else the staged one, else the live one. */
export function versionOf<Entry>(versions: readonly ListVersion<Entry>[], id?: string): ListVersion<Entry> | undefined {
  if (id !== undefined) {
    const found = versions.find((one) => one.id === id);
    if (!found) throw notFound("The version was not found");
    return found;
  }
  return versions.find(({ state }) => state === "staging") ?? versions.find(({ state }) => state === "live");
}

/** Promotes the staged version, restores an earlier one, or discards what is staged. */
export function changeVersion<Entry>(
  store: Store,
  versions: ListVersion<Entry>[],
  id: string,
  action: "promote" | "restore" | "discard",
): ListVersion<Entry> {
  const version = versions.find((one) => one.id === id);
  if (!version) throw notFound("The version was not found");
  if (action === "discard") versions.splice(versions.indexOf(version), 1);
  else {
    for (const one of versions) if (one.state === "live") one.state = "past";
    version.state = "live";
  }
  version.lastModified = store.now();
  return version;
}

export const versionAnswer = (store: Store, version: ListVersion<unknown>) => ({
  id: version.id,
  createdBy: store.user.id,
  lastModified: version.lastModified,
  isStaging: version.state === "staging",
  isLive: version.state === "live",
  alias: `${code(version.id, 12).toLowerCase()}.vercel.app`,
});
