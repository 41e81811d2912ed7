import { type Commands, notAnInteger, syntaxError } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { ok, type Reply, refuse } from "./resp.ts";

/** Commands on keys and on plain values. */
export const keyCommands: Commands = {
  get: { arity: 2, run: ({ keys }, [key = ""]) => keys.get(key, "string") ?? null },
  set: { arity: -3, run: ({ keys }, args) => set(keys, args) },
  mget: { arity: -2, run: ({ keys }, args) => args.map((key) => textOrNothing(keys, key)) },
  del: { arity: -2, run: ({ keys }, args) => args.filter((key) => keys.delete(key)).length },
  exists: { arity: -2, run: ({ keys }, args) => args.filter((key) => keys.entry(key)).length },
  type: { arity: 2, run: ({ keys }, [key = ""]) => ({ line: keys.typeOf(key) }) },
  keys: { arity: 2, run: ({ keys }, [pattern = ""]) => keys.keys().filter(matching(pattern)) },
  expire: { arity: 3, run: ({ keys }, [key = "", seconds = ""]) => expire(keys, key, seconds, 1000) },
  pexpire: { arity: 3, run: ({ keys }, [key = "", ms = ""]) => expire(keys, key, ms, 1) },
  ttl: { arity: 2, run: ({ keys }, [key = ""]) => timeLeft(keys, key, 1000) },
  pttl: { arity: 2, run: ({ keys }, [key = ""]) => timeLeft(keys, key, 1) },
  incr: { arity: 2, run: ({ keys }, [key = ""]) => add(keys, key, "1") },
  decr: { arity: 2, run: ({ keys }, [key = ""]) => add(keys, key, "-1") },
  incrby: { arity: 3, run: ({ keys }, [key = "", by = ""]) => add(keys, key, by) },
};

/** SET with NX, XX, GET, KEEPTTL, EX and PX. */
function set(keys: Keyspace, [key = "", value = "", ...options]: readonly string[]): Reply {
  const flags = new Set<string>();
  let ms: number | undefined;
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index]?.toUpperCase() ?? "";
    if (option === "EX" || option === "PX") {
      index += 1;
      const amount = integerOf(options[index] ?? "");
      if (amount === undefined) return notAnInteger;
      if (amount <= 0) return refuse("ERR invalid expire time in 'set' command");
      ms = option === "EX" ? amount * 1000 : amount;
    } else if (["NX", "XX", "GET", "KEEPTTL"].includes(option)) flags.add(option);
    else return syntaxError;
  }
  if ((flags.has("NX") && flags.has("XX")) || (ms !== undefined && flags.has("KEEPTTL"))) return syntaxError;

  const before = keys.entry(key);
  const text = flags.has("GET") ? (keys.get(key, "string") ?? null) : null;
  if (flags.has("NX") ? before : flags.has("XX") && !before) return text;
  keys.set(key, value, flags.has("KEEPTTL") ? before?.expiresAt : ms && keys.now + ms);
  return flags.has("GET") ? text : ok;
}

const textOrNothing = (keys: Keyspace, key: string): string | null =>
  keys.typeOf(key) === "string" ? (keys.get(key, "string") ?? null) : null;

function expire(keys: Keyspace, key: string, amount: string, unitMs: number): Reply {
  const given = integerOf(amount);
  if (given === undefined) return notAnInteger;
  const found = keys.entry(key);
  if (!found) return 0;
  found.expiresAt = keys.now + given * unitMs;
  return 1;
}

/** -2: no such key; -1: it stays for ever. */
function timeLeft(keys: Keyspace, key: string, unitMs: number): number {
  const found = keys.entry(key);
  if (!found) return -2;
  return found.expiresAt === undefined ? -1 : Math.ceil((found.expiresAt - keys.now) / unitMs);
}

function add(keys: Keyspace, key: string, by: string): Reply {
  const [now, step] = [integerOf(keys.get(key, "string") ?? "0"), integerOf(by)];
  if (now === undefined || step === undefined) return notAnInteger;
  keys.set(key, String(now + step), keys.entry(key)?.expiresAt);
  return now + step;
}

/** Whole numbers as far as JavaScript counts exactly. */
function integerOf(text: string): number | undefined {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A glob with `*` and `?`; other characters stand for themselves. */
function matching(pattern: string): (key: string) => boolean {
  const expression = RegExp.escape(pattern).replaceAll("\\*", ".*").replaceAll("\\?", ".");
  const glob = new RegExp(`^${expression}$`, "s");
  return (key) => glob.test(key);
}
