import { connect } from "node:net";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { startKeyValueServer } from "../../../rehearsal/stores/key-value-server.ts";
import type { Databases } from "../../../rehearsal/stores/keyspace.ts";
import { eventually } from "../../support/eventually.ts";

const identity = { version: "8.1.4", maxmemoryPolicy: "allkeys_lru", user: "red-1", password: "made-up-password" };

async function startStore() {
  const clock = new Clock();
  const databases: Databases = new Map();
  const server = await startKeyValueServer({ databases, identity: () => identity, now: () => clock.now() });
  const clients: Redis[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.disconnect();
    await server.close();
  });
  const open = (database = 0, options: object = {}) => {
    const client = new Redis(`redis://127.0.0.1:${server.port}/${database}`, { lazyConnect: true, ...options });
    clients.push(client);
    return client;
  };
  return { clock, databases, server, open };
}

describe("with ioredis", () => {
  it("S1.6 becomes ready, keeps values and counts", async () => {
    const { open } = await startStore();
    const redis = open();

    expect(await redis.ping()).toBe("PONG");
    expect(await redis.set("a", "1")).toBe("OK");
    expect(await redis.get("a")).toBe("1");
    expect(await redis.incr("a")).toBe(2);
    expect(await redis.exists("a", "b")).toBe(1);
    expect(await redis.del("a", "b")).toBe(1);
    expect(await redis.get("a")).toBeNull();
    expect(await redis.sadd("s", "x", "y", "x")).toBe(2);
    expect((await redis.smembers("s")).toSorted()).toEqual(["x", "y"]);
  });

  it("keeps bytes as they are", async () => {
    const { open } = await startStore();
    const redis = open();
    const bytes = Buffer.from([0, 13, 10, 255, 128, 36]);
    await redis.set("bytes", bytes);

    expect(await redis.getBuffer("bytes")).toEqual(bytes);
    await redis.set("text", "Grüße ✓");
    expect(await redis.get("text")).toBe("Grüße ✓");
  });

  it("takes from both ends of a list, and a list that is empty is no key", async () => {
    const { open } = await startStore();
    const redis = open();
    await redis.rpush("jobs", "1", "2", "3");
    await redis.lpush("jobs", "0");

    expect(await redis.lrange("jobs", 0, -1)).toEqual(["0", "1", "2", "3"]);
    expect(await redis.lrange("jobs", -2, 10)).toEqual(["2", "3"]);
    expect(await redis.lpop("jobs")).toBe("0");
    expect(await redis.rpop("jobs", 2)).toEqual(["3", "2"]);
    expect(await redis.llen("jobs")).toBe(1);
    expect(await redis.lpop("jobs")).toBe("1");
    expect(await redis.exists("jobs")).toBe(0);
    expect(await redis.rpop("jobs")).toBeNull();
  });

  it("S1.6 wakes those who wait for jobs, and gives each job to one of them", async () => {
    const { open } = await startStore();
    const [one, other, producer] = [open(), open(), open()];
    const waiting = [one.brpop("jobs", 0), other.brpop("urgent", "jobs", 0)];
    await eventually(() => expect([one.status, other.status]).toEqual(["ready", "ready"]));
    await producer.lpush("jobs", "a", "b");

    const taken = await Promise.all(waiting);
    expect(taken.map((job) => job?.[1]).toSorted()).toEqual(["a", "b"]);
    expect(await producer.llen("jobs")).toBe(0);
  });

  it("gives up waiting after the time that was asked for", async () => {
    const { open } = await startStore();
    expect(await open().blpop("jobs", 0.02)).toBeNull();
  });

  it("forgets keys when the world's time is over", async () => {
    const { open, clock } = await startStore();
    const redis = open();
    await redis.set("lock", "1", "EX", 60, "NX");

    expect(await redis.set("lock", "2", "EX", 60, "NX")).toBeNull();
    expect(await redis.ttl("lock")).toBe(60);
    clock.advance(61_000);
    expect(await redis.get("lock")).toBeNull();
    expect(await redis.ttl("lock")).toBe(-2);
  });

  it("holds its databases apart, and empties them all at once", async () => {
    const { open, databases } = await startStore();
    const [zero, one] = [open(0), open(1)];
    await zero.set("a", "zero");
    await one.set("a", "one");

    expect(await zero.get("a")).toBe("zero");
    expect(databases.get(1)?.get("a")).toMatchObject({ value: "one" });
    await one.flushdb();
    expect(await zero.get("a")).toBe("zero");
    await one.flushall();
    expect(await zero.get("a")).toBeNull();
  });

  it("says which policy it has when memory is full", async () => {
    const { open } = await startStore();
    const redis = open();

    expect(await redis.info()).toContain("maxmemory_policy:allkeys-lru");
    expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "allkeys-lru"]);
  });

  it("takes its own user and password and refuses another", async () => {
    const { open } = await startStore();
    const right = open(0, { username: identity.user, password: identity.password });
    const wrong = open(0, { username: identity.user, password: "another", retryStrategy: () => null });

    expect(await right.ping()).toBe("PONG");
    const refused = new Promise<Error>((resolve) => wrong.once("error", resolve));
    wrong.connect().catch(() => {});
    expect((await refused).message).toContain("WRONGPASS");
  });
});

describe("refuses in the server's words", () => {
  it.each([
    [["FROB", "x", "y"], "ERR unknown command 'FROB', with args beginning with: 'x' 'y' "],
    [["get"], "ERR wrong number of arguments for 'get' command"],
    [["incr", "text"], "ERR value is not an integer or out of range"],
    [["lpush", "text", "1"], "WRONGTYPE Operation against a key holding the wrong kind of value"],
    [["set", "a", "b", "SOON"], "ERR syntax error"],
    [["select", "16"], "ERR DB index is out of range"],
    [["brpop", "jobs", "-1"], "ERR timeout is negative"],
  ])("%j", async (command, words) => {
    const { open } = await startStore();
    const redis = open();
    await redis.set("text", "abc");
    const [name = "", ...args] = command;

    expect(await redis.call(name, ...args).catch((error: Error) => error.message)).toBe(words);
  });
});

it("ends a connection that speaks something else", async () => {
  const { server } = await startStore();
  const socket = connect(server.port, "127.0.0.1");
  const closed = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("close", () => resolve(text));
  });
  socket.write("GET / HTTP/1.1\r\n\r\n");

  expect(await closed).toMatch(/^-ERR Protocol error/);
});
