import type { KeyValue } from "../../render/entities/key-value.ts";
import type { Postgres } from "../../render/entities/postgres.ts";
import type { RenderState } from "../../render/entities/state.ts";
import type { RenderWorld } from "../../render/render.ts";
import type { Databases } from "../../stores/keyspace.ts";
import { isoOf, shown, tookBetween } from "./moments.ts";
import type { PartView, Section, Status } from "./view.ts";

/** Render's stores, env groups, and what cron jobs and one-off jobs have run. */
export function renderStoresView({ state }: RenderWorld): PartView {
  return { tiles: [], sections: [storesSection(state), runsSection(state)], problems: [], underWay: [] };
}

const statusOf = ({ status }: KeyValue | Postgres): Status => ({
  tone: status === "available" ? "good" : status === "creating" ? "busy" : "still",
  word: status,
});

const keysIn = (databases: Databases): number => [...databases.values()].reduce((sum, keys) => sum + keys.size, 0);

function storesSection({ keyValues, postgres, envGroups }: RenderState): Section {
  const rows = [
    ...[...keyValues.values()].map((store) => [
      { text: store.name, sub: "key value store" },
      { status: statusOf(store) },
      { code: store.id },
      { text: `${keysIn(store.databases)} keys`, sub: store.maxmemoryPolicy.replaceAll("_", " ") },
    ]),
    ...[...postgres.values()].map((store) => [
      { text: store.name, sub: "PostgreSQL" },
      { status: statusOf(store) },
      { code: store.id },
      { text: store.databaseName, sub: `version ${store.version}` },
    ]),
    ...[...envGroups.values()].map((group) => [
      { text: group.name, sub: "env group" },
      {},
      { code: group.id },
      { text: `${group.env.size} variables` },
    ]),
  ];
  return {
    id: "stores",
    title: "Stores and env groups at Render",
    column: "side",
    empty: "None.",
    content: { kind: "table", columns: ["Store", "Status", "Id", "Holds"], rows },
  };
}

const tones: Readonly<Record<string, Status["tone"]>> = {
  ...{ successful: "good", succeeded: "good", unsuccessful: "bad", failed: "bad" },
  ...{ pending: "busy", running: "busy" },
};

function runsSection({ cronRuns, jobs, services }: RenderState): Section {
  const nameOf = (id: string) => services.get(id)?.name ?? id;
  const runs = [...cronRuns.values()].map(({ serviceId, triggeredBy, startedAt, finishedAt, status, exitCode }) => ({
    ...{ name: nameOf(serviceId), sub: `cron job, by ${triggeredBy}`, startedAt, finishedAt, status },
    note: exitCode === undefined ? "" : `exit code ${exitCode}`,
  }));
  const once = [...jobs.values()].map(({ serviceId, startCommand, createdAt, startedAt, finishedAt, status }) => ({
    ...{ name: nameOf(serviceId), sub: `job: ${startCommand}`, startedAt: startedAt ?? createdAt, finishedAt, status },
    note: "",
  }));
  const newest = [...runs, ...once].sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
  const rows = newest.slice(0, shown.runs).map(({ name, sub, startedAt, finishedAt, status, note }) => [
    { text: name, sub },
    { status: { tone: tones[status] ?? "still", word: status }, sub: note },
    {
      time: isoOf(startedAt),
      ...(finishedAt === undefined ? {} : { sub: `took ${tookBetween(startedAt, finishedAt)}` }),
    },
  ]);
  return {
    id: "runs",
    title:
      newest.length > rows.length ? `Runs, newest ${rows.length} of ${newest.length}` : "Runs of cron jobs and jobs",
    column: "side",
    empty: "Nothing has run yet: npx cutover rehearse advance PT15M brings schedules about.",
    content: { kind: "table", columns: ["Run", "Status", "Started"], rows },
  };
}
