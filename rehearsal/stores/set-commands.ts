import type { Commands } from "./command.ts";

/** Commands on sets. */
export const setCommands: Commands = {
  sadd: {
    arity: -3,
    run({ keys }, [key = "", ...members]) {
      const set = keys.get(key, "set") ?? new Set<string>();
      if (set.size === 0) keys.set(key, set);
      const before = set.size;
      for (const member of members) set.add(member);
      return set.size - before;
    },
  },
  srem: {
    arity: -3,
    run({ keys }, [key = "", ...members]) {
      const set = keys.get(key, "set");
      const removed = members.filter((member) => set?.delete(member)).length;
      keys.deleteIfEmpty(key);
      return removed;
    },
  },
  smembers: { arity: 2, run: ({ keys }, [key = ""]) => [...(keys.get(key, "set") ?? [])] },
  sismember: {
    arity: 3,
    run: ({ keys }, [key = "", member = ""]) => Number(keys.get(key, "set")?.has(member) ?? false),
  },
  scard: { arity: 2, run: ({ keys }, [key = ""]) => keys.get(key, "set")?.size ?? 0 },
};
