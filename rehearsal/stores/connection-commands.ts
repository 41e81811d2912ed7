import type { Commands, Context } from "./command.ts";
import { ok, type Reply, refuse } from "./resp.ts";

const databases = 16;

/** Commands about the connection and the server. */
export const connectionCommands: Commands = {
  ping: { arity: -1, run: (_, [text]) => text ?? { line: "PONG" } },
  echo: { arity: 2, run: (_, [text = ""]) => text },
  auth: { arity: -2, run: ({ identity }, args) => authenticate(identity, args) },
  // Clients go on in version 2 of the protocol when they are told that there is no other.
  hello: { arity: -1, run: (context, args) => greet(context, args) },
  select: {
    arity: 2,
    run({ client }, [index = ""]) {
      if (!/^\d+$/.test(index)) return refuse("ERR value is not an integer or out of range");
      if (Number(index) >= databases) return refuse("ERR DB index is out of range");
      client.database = Number(index);
      return ok;
    },
  },
  quit: { arity: -1, run: () => ok },
  client: {
    arity: -2,
    run({ client }, [sub = "", value = ""]) {
      const asked = sub.toLowerCase();
      if (asked === "id") return client.id;
      if (asked === "getname") return client.name || null;
      if (asked === "setname") client.name = value;
      return ["setname", "setinfo", "no-evict", "no-touch"].includes(asked)
        ? ok
        : refuse(`ERR unknown subcommand '${sub}'. Try CLIENT HELP.`);
    },
  },
  command: { arity: -1, run: () => [] },
  config: {
    arity: -2,
    run({ identity }, [sub = "", name = ""]) {
      if (sub.toLowerCase() !== "get") return refuse("NOPERM this user has no permissions to run the 'config' command");
      return name.toLowerCase() === "maxmemory-policy" ? ["maxmemory-policy", policyOf(identity.maxmemoryPolicy)] : [];
    },
  },
  info: { arity: -1, run: ({ identity }) => infoOf(identity) },
  dbsize: { arity: 1, run: ({ keys }) => keys.keys().length },
  flushdb: {
    arity: -1,
    run({ keys }) {
      keys.clear();
      return ok;
    },
  },
  flushall: {
    arity: -1,
    run({ flushAll }) {
      flushAll();
      return ok;
    },
  },
};

/** `allkeys_lru` is written `allkeys-lru` by the server. */
const policyOf = (policy: string) => policy.replaceAll("_", "-");

function authenticate({ user, password }: Context["identity"], args: readonly string[]): Reply {
  const [given, secret] = args.length > 1 ? args : ["default", args[0]];
  if ((given === "default" || given === user) && secret === password) return ok;
  return refuse("WRONGPASS invalid username-password pair or user is disabled.");
}

function greet({ client, identity }: Context, [version, ...options]: readonly string[]): Reply {
  if (version !== undefined && version !== "2") return refuse("NOPROTO unsupported protocol version");
  if (options[0]?.toLowerCase() === "auth") {
    const answer = authenticate(identity, options.slice(1, 3));
    if (answer !== ok) return answer;
  }
  const facts = { server: "valkey", version: identity.version, proto: 2, id: client.id, mode: "standalone" };
  return [...Object.entries(facts).flat(), "role", "master", "modules", []];
}

const infoOf = ({ version, maxmemoryPolicy }: Context["identity"]): string =>
  [
    "# Server",
    "redis_version:7.2.4",
    "server_name:valkey",
    `valkey_version:${version}`,
    "redis_mode:standalone",
    "# Memory",
    `maxmemory_policy:${policyOf(maxmemoryPolicy)}`,
    "# Persistence",
    "loading:0",
    "# Replication",
    "role:master",
    "",
  ].join("\r\n");
