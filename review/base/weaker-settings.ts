import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { looserRules } from "./looser-rules.ts";

type Data = Readonly<Record<string, unknown>>;

/** Keys under which everything holds a release to something: to take it out or to write it anew is worth a look. */
const HELD = [
  "releaseGates",
  "smokeChecks",
  "baseline",
  "deployWindows",
  "singleChange",
  "rollout.ladder",
  "rollout.gates",
  "rollout.rollbackWhen",
];

/** What a change of a stack's settings takes from what its releases are held to, a sentence each. */
export function weakerSettings(before: Data, after: Data): string[] {
  return [
    ...looserRules(before, after),
    ...HELD.flatMap((key) => lost(`cutover:${key}`, at(before, key), at(after, key))),
    ...["app.branch", "app.repository"].flatMap((key) =>
      before.app === undefined || isDeepStrictEqual(at(before, key), at(after, key))
        ? []
        : [`cutover:${key} is changed: what is released is built from ${String(at(after, key))}`],
    ),
    ...(at(before, "deploys") !== "vendor" && at(after, "deploys") === "vendor"
      ? ["cutover:deploys becomes vendor: each push is deployed without the gates of a release"]
      : []),
    ...(after.incident !== undefined && !isDeepStrictEqual(before.incident, after.incident)
      ? ["cutover:incident is declared: what it allows is allowed until it ends"]
      : []),
    ...(at(before, "services.queue.allowDestroy") !== true && at(after, "services.queue.allowDestroy") === true
      ? ["cutover:services.queue.allowDestroy lifts the protection of the store"]
      : []),
  ];
}

/** What is gone or different below a key; what is new there holds a release to more. */
function lost(key: string, was: unknown, is: unknown): string[] {
  if (was === undefined || isDeepStrictEqual(was, is)) return [];
  if (is === undefined || is === null || (was === true && is !== true)) return [`${key} is removed`];
  const [old, next] = [membersOf(was), membersOf(is)];
  if (!old || !next) return was === false ? [] : [`${key} is edited`];
  return [...old].flatMap(([name, value]) => lost(`${key}${name}`, value, next.get(name)));
}

/** Lists by the names of what is in them: one that moved is still there. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((one: unknown, index) => [nameOf(one, index), leaf(one)]));
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value).map(([name, one]) => [`.${name}`, one]));
}

const Named = z.union([
  z.looseObject({ name: z.string() }).transform(({ name }) => name),
  z.looseObject({ set: z.string() }).transform(({ set }) => `set ${set}`),
  z.looseObject({ percent: z.number() }).transform(({ percent }) => `${percent} %`),
]);

const nameOf = (one: unknown, index: number): string => `[${Named.safeParse(one).data ?? index}]`;

/** What is in a list is told as a whole: its own keys say little to who does not know it. */
const leaf = (one: unknown): unknown => JSON.stringify(one);

const at = (data: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((found, key) => Object(found)[key], data);
