import { describe, expect, it } from "vitest";
import { makeKeyValue } from "../../../../providers/render/resources/key-value.ts";
import { makePostgres } from "../../../../providers/render/resources/postgres.ts";
import type { StoreState } from "../../../../providers/render/resources/store-inputs.ts";
import { unfinishedName } from "../../../../providers/render/resources/unfinished.ts";
import { addEnvironment } from "../../../../rehearsal/render/entities/environment.ts";
import { eventually } from "../../../support/eventually.ts";
import { patience, resourceOf } from "../support/resource-of.ts";
import { OWNER, startWorld } from "../support/world.ts";

const queue = { name: "twin-brains-queue", ownerId: OWNER, plan: "starter", maxmemoryPolicy: "noeviction" };
const database = { name: "twin-brains", ownerId: OWNER, plan: "basic_256mb", version: "17", databaseName: "twin" };
const office = { cidrBlock: "203.0.113.7/32", description: "office" };
const home = { cidrBlock: "198.51.100.0/24", description: "home" };

const kinds = [
  { kind: "KeyValue", path: "/key-value", given: queue, bigger: "standard", make: () => makeKeyValue(patience) },
  { kind: "Postgres", path: "/postgres", given: database, bigger: "pro_4gb", make: () => makePostgres(patience) },
] as const;

describe.each(kinds)("$kind", ({ kind, path, given, bigger, make }) => {
  async function begin(timing: { deployMs?: number } = {}) {
    const world = await startWorld(timing);
    const of = (name?: string) => resourceOf<StoreState>(world.client, make(), name);
    const stores = () => [
      ...(kind === "KeyValue" ? world.render.state.keyValues : world.render.state.postgres).values(),
    ];
    return { ...world, stack: of(), of, stores };
  }

  it("S1.1 is made under its unfinished name, and gets its own when it is available", async () => {
    const { stack, stores, sent, writes } = await begin();
    const state = await stack.up(given);
    const [store] = stores();

    expect(store).toMatchObject({ name: given.name, status: "available" });
    expect(state).toMatchObject({ status: "available", connectionString: expect.stringContaining(store?.id ?? "?") });
    expect(writes()).toEqual([`POST ${path}`, `PATCH ${path}/${store?.id}`]);
    expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({
      name: unfinishedName(stack.call().urn),
    });
    expect(stack.progress).toContainEqual(expect.stringMatching(`^${store?.id}: available`));
  });

  it("lets nobody in from outside unless it is said who", async () => {
    const { stack, stores, sent } = await begin();
    await stack.up(given);

    expect(stores()[0]?.ipAllowList).toEqual([]);
    expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({ ipAllowList: [] });
  });

  it.each([
    ["least", {}],
    ["all", { region: "frankfurt", ipAllowList: [office, home], allowDestroy: true }],
  ])("shows no change after up, refresh and import (%s inputs)", async (_title, more) => {
    const { stack, of } = await begin();
    await stack.up({ ...given, ...more });
    expect(stack.preview({ ...given, ...more }).changes).toEqual([]);
    await stack.refresh();
    expect(stack.preview({ ...given, ...more }).changes).toEqual([]);
    const imported = of();
    await imported.import(stack.id ?? "");
    expect(imported.state).toEqual(stack.state);
    const { allowDestroy: _, ...importable } = { allowDestroy: false, ...more };
    expect(imported.preview({ ...given, ...importable }).changes).toEqual([]);
  });

  it("sends only what changed", async () => {
    const { stack, stores, sent } = await begin();
    await stack.up({ ...given, ipAllowList: [office] });
    sent.length = 0;
    const changed = { ...given, name: "renamed", plan: bigger, ipAllowList: [office] };
    expect(stack.preview(changed).changes.map((change) => change.path)).toEqual(["name", "plan"]);
    await stack.up(changed);

    expect(sent.filter(({ method }) => method === "PATCH").map(({ body }) => body)).toEqual([
      { plan: bigger },
      { name: "renamed" },
    ]);
    expect(stores()[0]).toMatchObject({ name: "renamed", plan: bigger });
  });

  it("moves into an environment, to another and out again", async () => {
    const { stack, stores, render, client } = await begin();
    const project = { id: "prj-1", ownerId: OWNER };
    const [one, other] = ["one", "other"].map((name) => addEnvironment(render.state, project, { name }).id);
    await stack.up({ ...given, environmentId: one });
    expect(stores()[0]?.environmentId).toBe(one);
    for (const environmentId of [other, undefined, one]) {
      await stack.up({ ...given, environmentId });
      expect(stores()[0]?.environmentId).toBe(environmentId);
      await stack.refresh();
      expect(stack.preview({ ...given, environmentId }).changes).toEqual([]);
    }
    await client.environments.remove(one ?? "", stack.id ?? "");
    await stack.refresh();
    expect(stack.preview({ ...given, environmentId: one }).changes).toEqual([{ path: "environmentId", kind: "add" }]);
  });

  it("takes the order of allowed addresses for nothing, and their change for one", async () => {
    const { stack, stores } = await begin();
    await stack.up({ ...given, ipAllowList: [office, home] });

    expect(stack.preview({ ...given, ipAllowList: [home, office] }).changes).toEqual([]);
    await stack.up({ ...given, ipAllowList: [home] });
    expect(stores()[0]?.ipAllowList).toEqual([home]);
    await stack.up(given);
    expect(stores()[0]?.ipAllowList).toEqual([]);
  });

  it("shows what was changed by hand as drift", async () => {
    const { stack, stores } = await begin();
    await stack.up(given);
    Object.assign(stores()[0] ?? {}, { plan: bigger, ipAllowList: [home] });
    await stack.refresh();

    expect(stack.preview(given).changes.map((change) => change.path)).toEqual(["ipAllowList[0]", "plan"]);
    await stack.up(given);
    expect(stores()[0]).toMatchObject({ plan: given.plan, ipAllowList: [] });
  });

  it.each([{ region: "ohio" }, { ownerId: "tea-2" }])("refuses to be replaced for %j", async (other) => {
    const { stack, writes } = await begin();
    await stack.up(given);
    const before = writes();

    expect(() => stack.preview({ ...given, ...other })).toThrow(/RENDER_STORE_FIXED: \w+ of .*never replaced/);
    await expect(stack.up({ ...given, ...other })).rejects.toThrow(/docs\/stores\.md/);
    expect(writes()).toEqual(before);
  });

  it("is deleted only when the update before allowed it", async () => {
    const { stack, stores } = await begin();
    await stack.up(given);
    await expect(stack.destroy()).rejects.toThrow(/RENDER_STORE_KEPT.*is not deleted/);
    expect(stores()).toHaveLength(1);

    await stack.up({ ...given, allowDestroy: true });
    await stack.destroy();
    expect(stores()).toEqual([]);
  });

  it("counts as deleted when it is gone already", async () => {
    const { stack, stores, client } = await begin();
    await stack.up(given);
    const remaining = kind === "KeyValue" ? client.keyValues : client.postgres;
    await remaining.remove(stack.id ?? "");

    await stack.destroy();
    expect(stores()).toEqual([]);
  });

  it("is gone for a refresh when somebody deleted it", async () => {
    const { stack, client } = await begin();
    await stack.up(given);
    await (kind === "KeyValue" ? client.keyValues : client.postgres).remove(stack.id ?? "");
    await stack.refresh();

    expect(stack.known).toBeUndefined();
  });

  it("stays, with the addresses that are known, when a refresh finds the store but not its addresses", async () => {
    const { stack, faults } = await begin();
    const state = await stack.up(given);
    faults.add({ kind: "status", at: `GET /v1${path}/${stack.id}/connection-info`, status: 404 });
    await stack.refresh();

    expect(stack.known?.state).toEqual(state);
  });

  it("refuses a name that somebody has, says how to import, and makes nothing", async () => {
    const { stack, of, stores } = await begin();
    await stack.up(given);

    await expect(of("other").up(given)).rejects.toThrow(
      new RegExp(`RENDER_NAME_TAKEN[\\s\\S]*pulumi import render:index:${kind} other ${stack.id}`),
    );
    expect(stores()).toHaveLength(1);
  });

  it("goes on with what a killed run began, in today's form", async () => {
    const { stack, of, stores } = await begin();
    const killed = of();
    const asked = killed.call();
    const client = killed.resource.create({ ...asked, progress: () => {} }, killed.resource.inputs.parse(given));
    // The engine died: nobody keeps what this returns, and nothing goes on.
    await eventually(() => expect(stores()).toHaveLength(1));
    await client;
    Object.assign(stores()[0] ?? {}, { name: unfinishedName(stack.call().urn) });

    const state = await stack.up({ ...given, plan: bigger });
    expect(stores()).toHaveLength(1);
    expect(stores()[0]).toMatchObject({ name: given.name, plan: bigger });
    expect(state).toMatchObject({ status: "available" });
    expect(stack.progress[0]).toContain("was begun by an earlier run");
  });

  it("never takes what another resource began", async () => {
    const { stack, of, stores } = await begin();
    await of("other").up({ ...given, name: "other" });
    Object.assign(stores()[0] ?? {}, { name: unfinishedName(of("other").call().urn) });
    await stack.up(given);

    expect(stores().map(({ name }) => name)).toEqual([unfinishedName(of("other").call().urn), given.name]);
  });

  it("refuses to go on with one that was begun in another region", async () => {
    const { stack, stores } = await begin();
    await stack.up({ ...given, region: "ohio" });
    Object.assign(stores()[0] ?? {}, { name: unfinishedName(stack.call().urn) });
    stack.id = stack.known = undefined;

    await expect(stack.up(given)).rejects.toThrow(/RENDER_UNFINISHED_OTHERWISE.*in region ohio/);
    expect(stores()).toHaveLength(1);
  });

  it("finds what it made when the answer got lost, and makes no second one", async () => {
    const { stack, stores, faults, writes } = await begin();
    faults.add({ kind: "lost", at: `POST /v1${path}` });
    await stack.up(given);

    expect(stores()).toHaveLength(1);
    expect(writes().filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });

  it("asks to run again when it is not known whether it was made", async () => {
    const { stack, stores, faults, writes } = await begin();
    faults.add({ kind: "status", at: `POST /v1${path}`, status: 502 });

    await expect(stack.up(given)).rejects.toThrow(/RENDER_CREATE_UNCONFIRMED[\s\S]*run pulumi up again/);
    expect(writes()).toEqual([`POST ${path}`]);
    expect(stores()).toEqual([]);
    await stack.up(given);
    expect(stores()).toHaveLength(1);
  });

  it("keeps its id when it is stopped while waiting, and goes on from there", async () => {
    const { stack, stores } = await begin({ deployMs: 150 });
    const stop = new AbortController();
    const upping = stack.up(given, stop.signal);
    await eventually(() => expect(stack.progress).toContainEqual(expect.stringContaining("creating")));
    stop.abort(new Error("Ctrl-C"));

    await expect(upping).rejects.toThrow(/RENDER_INTERRUPTED: Ctrl-C/);
    expect(stack.id).toBe(stores()[0]?.id);
    expect(stack.resource.computed?.([], stack.known)).toContain("connectionString");
    await stack.refresh();
    expect(stack.reasons).toEqual([expect.stringContaining("RENDER_STORE_UNFINISHED")]);
    expect(stack.preview(given).changes).toEqual([]);
    await stack.up(given);
    expect(stores()).toMatchObject([{ name: given.name, status: "available" }]);
  });

  it("is changed while it is suspended, with a warning instead of a wait", async () => {
    const { stack, stores, client } = await begin();
    await stack.up(given);
    const [store] = stores();
    if (store) store.status = "suspended";
    await stack.up({ ...given, plan: bigger });

    expect(stack.logs).toEqual([expect.stringMatching(/^warning: .* is suspended/)]);
    expect(stack.state).toMatchObject({ status: "suspended" });
    expect(await (kind === "KeyValue" ? client.keyValues : client.postgres).find(stack.id ?? "")).toMatchObject({
      plan: bigger,
    });
  });

  it("fails at once when it is unavailable, keeps its id, and goes on when it has come back", async () => {
    const { stack, stores } = await begin();
    await stack.up(given);
    Object.assign(stores()[0] ?? {}, { status: "unavailable" });
    await expect(stack.up({ ...given, plan: bigger })).rejects.toThrow(/RENDER_STORE_FAILED: \S+ is unavailable/);
    expect(stack.id).toBe(stores()[0]?.id);
    expect(stack.state).toMatchObject({ connectionString: expect.stringContaining(stack.id ?? "?") });
    expect(stack.resource.computed?.([], stack.known)).toEqual([]);

    Object.assign(stores()[0] ?? {}, { status: "maintenance_scheduled" });
    await stack.up({ ...given, plan: bigger });
    expect(stack.state).toMatchObject({ status: "maintenance_scheduled" });
  });

  it("gives up waiting after its time, and says how to wait longer", async () => {
    const { client } = await begin({ deployMs: 60_000 });
    const impatient = { ...patience, limitMs: 30 };
    const resource = kind === "KeyValue" ? makeKeyValue(impatient) : makePostgres(impatient);
    const stack = resourceOf<StoreState>(client, resource);

    await expect(stack.up(given)).rejects.toThrow(/RENDER_STORE_TIMEOUT.*creating[\s\S]*customTimeouts/);
  });

  it.each(["srv-0123456789abcdefghij", "", "../services"])("refuses to import %j", async (id) => {
    const { stack } = await begin();

    await expect(stack.import(id)).rejects.toThrow(/RENDER_NOT_A_STORE_ID/);
  });

  it.each([
    [{ ipAllowList: [{ cidrBlock: "everybody", description: "" }] }, /CIDR block/],
    [{ name: "" }, /letters, digits/],
    [{ plan: "huge" }, /./],
    [{ allowDestory: true }, /allowDestory/],
  ])("refuses the inputs %j", async (wrong, words) => {
    const { stack } = await begin();

    expect(() => stack.resource.inputs.parse({ ...given, ...wrong })).toThrow(words);
  });
});
