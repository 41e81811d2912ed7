import { type Commands, notAnInteger } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { noList, type Reply, refuse } from "./resp.ts";

type End = "left" | "right";

/** Commands on lists. The blocking ones wait in `key-value-server.ts`; run here they take what is there, or nothing. */
export const listCommands: Commands = {
  lpush: { arity: -3, run: ({ keys }, [key = "", ...values]) => push(keys, key, values, "left") },
  rpush: { arity: -3, run: ({ keys }, [key = "", ...values]) => push(keys, key, values, "right") },
  lpop: { arity: -2, run: ({ keys }, [key = "", count]) => pop(keys, key, count, "left") },
  rpop: { arity: -2, run: ({ keys }, [key = "", count]) => pop(keys, key, count, "right") },
  llen: { arity: 2, run: ({ keys }, [key = ""]) => keys.get(key, "list")?.length ?? 0 },
  lrange: { arity: 4, run: ({ keys }, [key = "", from = "", to = ""]) => range(keys, key, from, to) },
  blpop: { arity: -3, run: ({ keys }, args) => takeFirst(keys, args.slice(0, -1), "left") },
  brpop: { arity: -3, run: ({ keys }, args) => takeFirst(keys, args.slice(0, -1), "right") },
};

function push(keys: Keyspace, key: string, values: readonly string[], end: End): number {
  const list = keys.get(key, "list") ?? [];
  if (list.length === 0) keys.set(key, list);
  for (const value of values) end === "left" ? list.unshift(value) : list.push(value);
  return list.length;
}

function pop(keys: Keyspace, key: string, count: string | undefined, end: End): Reply {
  if (count !== undefined && !/^\d+$/.test(count)) return refuse("ERR value is out of range, must be positive");
  const list = keys.get(key, "list");
  if (!list) return count === undefined ? null : noList;
  const taken = Array.from({ length: Math.min(Number(count ?? 1), list.length) }, () => takeOne(list, end));
  keys.deleteIfEmpty(key);
  return count === undefined ? (taken[0] ?? null) : taken;
}

/** The first of these lists that has something gives it away, as `[key, value]`. */
function takeFirst(keys: Keyspace, names: readonly string[], end: End): Reply {
  for (const key of names) {
    const list = keys.get(key, "list");
    if (!list) continue;
    const value = takeOne(list, end);
    keys.deleteIfEmpty(key);
    return [key, value];
  }
  return noList;
}

const takeOne = (list: string[], end: End): string => (end === "left" ? list.shift() : list.pop()) ?? "";

/** Both ends count; a negative index counts from the right. */
function range(keys: Keyspace, key: string, from: string, to: string): Reply {
  if (![from, to].every((index) => /^-?\d+$/.test(index))) return notAnInteger;
  const list = keys.get(key, "list") ?? [];
  const at = (index: string) => (Number(index) < 0 ? list.length + Number(index) : Number(index));
  return list.slice(Math.max(0, at(from)), Math.max(0, at(to) + 1));
}
