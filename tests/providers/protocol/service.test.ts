import { status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningServer, startServer } from "../../../providers/protocol/serve.ts";
import { decode, encode, Secret, Unknown, type WireRecord } from "../../../providers/protocol/wire.ts";
import { Desk, notesProvider } from "../../e2e/protocol/notes.ts";
import { ask, type Client, rpc, TestEngine, unfinishedOf } from "./engine.ts";

const urn = "urn:pulumi:test::project::some:component:Type$notes:index:Note::a::b";
const watchedUrn = "urn:pulumi:test::project::notes:index:WatchedNote::w";
const secret = (value: string) => new Secret(value);

describe("the provider service", () => {
  let desk: Desk;
  let engine: TestEngine;
  let server: RunningServer;
  let client: Client;

  beforeEach(async () => {
    desk = new Desk();
    engine = await TestEngine.start();
    server = await startServer(notesProvider(desk), { env: {}, graceMs: 50 });
    client = await engine.connect(server.port);
  });
  afterEach(async () => {
    engine.close();
    await server.close();
  });

  const check = async (news: WireRecord, of = client) => {
    const request = new provider.CheckRequest().setUrn(urn).setNews(encode(news));
    const response = await ask(of, rpc.check, request);
    return { inputs: decode(response.getInputs()), failures: response.toObject().failuresList };
  };
  const create = async (properties: WireRecord, { preview = false, timeout = 0, urn: of = urn } = {}) => {
    const request = new provider.CreateRequest().setUrn(of).setProperties(encode(properties));
    const response = await ask(client, rpc.create, request.setPreview(preview).setTimeout(timeout));
    return { id: response.getId(), properties: decode(response.getProperties()), response };
  };
  const updateRequest = (olds: WireRecord, oldInputs: WireRecord, news: WireRecord) =>
    new provider.UpdateRequest()
      .setUrn(urn)
      .setId("note-1")
      .setOlds(encode(olds))
      .setOldInputs(encode(oldInputs))
      .setNews(encode(news));
  const inputs = { title: "hello", region: "eu", env: {}, behave: "well" };

  describe("check", () => {
    it("returns the inputs with defaults, and what is secret marked", async () => {
      const { inputs: found, failures } = await check({ title: "hello", env: { A: "x" }, password: secret("hunter2") });

      expect(failures).toEqual([]);
      expect(found).toEqual({
        title: "hello",
        region: "eu",
        env: { A: secret("x") },
        behave: "well",
        password: secret("hunter2"),
      });
    });

    it("returns the inputs, still secret, when they are at fault", async () => {
      const { inputs: found, failures } = await check({ title: "", password: secret("x"), colour: "red" });

      expect(found).toMatchObject({ title: "", password: secret("x") });
      expect(failures).toEqual([
        { property: "title", reason: expect.stringContaining(">=1") },
        { property: "", reason: expect.stringMatching(/^password \(its value is secret\)/) },
        { property: "colour", reason: "unknown property" },
      ]);
    });

    it("asks the resource's own rule, and masks what that says", async () => {
      const { failures } = await check({ title: "bad", layout: { columns: 2 }, password: "hunter2222" });

      expect(failures).toEqual([{ property: "", reason: "layout.columns is 2: no columns for [secret]" }]);
    });

    it("gives up the resource's own rule over an unknown value", async () => {
      const { inputs: found, failures } = await check({ title: new Unknown() });

      expect(failures).toEqual([]);
      expect(found.title).toEqual(new Unknown());
    });

    it("needs no client for a resource type it does not know", async () => {
      const request = new provider.CheckRequest().setUrn("urn:pulumi:a::b::notes:index:Nite::c");

      await expect(ask(client, rpc.check, request)).rejects.toMatchObject({
        code: status.NOT_FOUND,
        details: "notes 1.2.3 has no resource type notes:index:Nite; did you mean notes:index:Note?",
      });
    });
  });

  describe("diff", () => {
    const diff = async (oldInputs: WireRecord, news: WireRecord, ignore: string[] = []) => {
      const request = new provider.DiffRequest().setUrn(urn).setId("note-1").setIgnorechangesList(ignore);
      request.setOldInputs(encode(oldInputs)).setNews(encode(news));
      request.setOlds(encode({ ...oldInputs, url: "u", revision: 1, token: secret("t") }));
      return (await ask(client, rpc.diff, request)).toObject();
    };

    it("finds no change in a value that only became secret", async () => {
      expect(await diff({ env: { A: "x" } }, { env: { A: secret("x") } })).toMatchObject({ changes: 1 });
    });

    it("names the one secret key that changed, and the outputs that stay", async () => {
      const response = await diff(
        { env: { A: secret("x"), B: secret("y") } },
        { env: { A: secret("z"), B: secret("y") } },
      );

      expect(response).toMatchObject({ changes: 2, replacesList: [], stablesList: ["token", "url"] });
      expect(response.detaileddiffMap).toEqual([["env.A", { kind: 4, inputdiff: true }]]);
    });

    it("replaces when a value that replaces is not known yet", async () => {
      expect(await diff({ region: "eu" }, { region: new Unknown() })).toMatchObject({ replacesList: ["region"] });
    });

    it("honours ignoreChanges below the top", async () => {
      expect(await diff({ env: { A: "x" } }, { env: { A: "y" } }, ["env.A"])).toMatchObject({ changes: 1 });
    });
  });

  describe("create", () => {
    it("previews without asking the resource: inputs as they are, computed ones unknown, secrets secret", async () => {
      const { id, properties } = await create(
        { ...inputs, title: new Unknown(), env: { A: secret("x") } },
        { preview: true },
      );

      expect(id).toBe("");
      expect(properties).toEqual({
        ...inputs,
        title: new Unknown(),
        env: { A: secret("x") },
        url: new Unknown(),
        revision: new Unknown(),
        token: new Secret(new Unknown()),
      });
      expect(desk.calls).toEqual([]);
    });

    it("previews what was given of that which the provider fills in, and the rest of it unknown", async () => {
      const { properties } = await create({ ...inputs, url: "https://mine.example" }, { preview: true });

      expect(properties).toMatchObject({ url: "https://mine.example", revision: new Unknown() });
    });

    it("returns id and outputs, secrets secret, and tells the operator", async () => {
      const { id, properties } = await create({ ...inputs, env: { A: secret("x") }, password: secret("hunter2222") });

      expect(id).toBe("note-1");
      expect(properties).toMatchObject({ env: { A: secret("x") }, token: secret("token-of-note-1"), revision: 1 });
      expect(engine.lines).toMatchObject([
        { severity: 1, urn, message: "writing hello", ephemeral: true },
        { severity: 1, urn, message: "written in\ntwo lines with [secret]", ephemeral: false },
      ]);
    });

    it("keeps id and state of what was made but is not right, and masks the reasons", async () => {
      const failed = await create({ ...inputs, behave: "half", password: secret("hunter2222") }).catch(unfinishedOf);

      expect(failed).toMatchObject({
        id: "note-1",
        properties: { title: "hello", revision: 1, token: secret("token-of-note-1"), password: secret("hunter2222") },
        reasons: ["the note is torn; password [secret]"],
      });
    });

    it("tells a user's mistake without a stack, its secrets masked", async () => {
      await expect(create({ ...inputs, behave: "refuse", password: secret("hunter2222") })).rejects.toMatchObject({
        code: status.FAILED_PRECONDITION,
        details: "the desk takes no note with password [secret]",
      });
      expect(engine.lines.filter(({ severity }) => severity === 0)).toEqual([]);
    });

    it("says that anything else is a bug, with the stack only in the debug log, secrets masked in both", async () => {
      const error = await create({ ...inputs, behave: "bug", password: secret("hunter2222") }).catch(
        (thrown) => thrown,
      );

      expect(error.details).toMatch(
        /^create of a::b failed unexpectedly: RangeError: no room for \[secret\]\n.*bug in the provider/,
      );
      expect(error.details).not.toMatch(/\bat /);
      const debug = engine.lines.filter(({ severity }) => severity === 0);
      expect(debug).toHaveLength(1);
      expect(debug[0]?.message).toMatch(/no room for \[secret\]\n\s+at /);
    });

    it("tells the resource how much time it has, where that is limited", async () => {
      await create(inputs, { timeout: 90 });
      expect(desk.timeoutMs).toBe(90_000);

      await create(inputs);
      expect(desk.timeoutMs).toBeUndefined();
    });

    it("stops at its time limit and says which", async () => {
      await expect(create({ ...inputs, behave: "slow" }, { timeout: 0.05 })).rejects.toMatchObject({
        details: expect.stringContaining("create of a::b did not finish within 0.05 s"),
      });
      expect(desk.aborted).toBe(1);
    });

    it("carries a state of several megabytes, and a failure of many kilobytes", async () => {
      const env = { BIG: secret("x".repeat(5_000_000)) };

      const failed = await create({ ...inputs, env: { BIG: secret("y".repeat(30_000)) }, behave: "half" }).catch(
        unfinishedOf,
      );
      const { properties } = await create({ ...inputs, env });

      expect(properties.env).toEqual(env);
      expect(failed.properties).toMatchObject({ env: { BIG: secret("y".repeat(30_000)) } });
    });

    it("asks to be read before each update only where the resource wants it", async () => {
      expect((await create(inputs)).response.getRefreshBeforeUpdate()).toBe(false);
      expect((await create(inputs, { urn: watchedUrn })).response.getRefreshBeforeUpdate()).toBe(true);
    });
  });

  describe("update", () => {
    const olds = { ...inputs, url: "https://notes.example/note-1", revision: 7, token: secret("t") };

    it("previews exactly: only what the resource computes anew is unknown", async () => {
      const request = updateRequest(olds, inputs, { ...inputs, title: "other" }).setPreview(true);
      const properties = decode((await ask(client, rpc.update, request)).getProperties());

      expect(properties).toEqual({ ...olds, title: "other", revision: new Unknown() });
      expect(desk.calls).toEqual([]);
    });

    it("hands over what changed and returns the new state", async () => {
      await create(inputs);
      const request = updateRequest(olds, inputs, { ...inputs, title: "other", env: { "a.b": secret("x") } });
      const properties = decode((await ask(client, rpc.update, request)).getProperties());

      expect(properties).toMatchObject({ title: "other", revision: 2, env: { "a.b": secret("x") } });
      expect(desk.calls.at(-1)).toBe('update note-1 env["a.b"],title');
    });

    it("keeps id and state when it is half done", async () => {
      await create(inputs);
      const request = updateRequest(olds, inputs, { ...inputs, behave: "half" });
      const failed = await ask(client, rpc.update, request).then(() => undefined, unfinishedOf);

      expect(failed).toMatchObject({ id: "note-1", properties: { revision: 2, behave: "half" } });
    });
  });

  describe("read", () => {
    const read = (id: string, known: WireRecord = {}) =>
      ask(
        client,
        rpc.read,
        new provider.ReadRequest().setUrn(urn).setId(id).setInputs(encode(known)).setProperties(encode(known)),
      );

    it("returns inputs and state on import, secrets secret by declaration", async () => {
      await create({ ...inputs, env: { A: secret("x") } });
      const response = await read("note-1");

      expect(decode(response.getInputs())).toEqual({ ...inputs, env: { A: secret("x") } });
      expect(decode(response.getProperties())).toMatchObject({ token: secret("token-of-note-1"), revision: 1 });
    });

    it("returns the id that the resource has from now on, also of what is not as it should be", async () => {
      await create(inputs);
      expect((await read("desk/note-1")).getId()).toBe("note-1");

      await create({ ...inputs, behave: "half" }).catch(() => {});
      expect(await read("desk/note-2").catch(unfinishedOf)).toMatchObject({ id: "note-2" });
    });

    it("keeps secret on refresh what was secret before", async () => {
      await create({ ...inputs });
      const response = await read("note-1", { title: secret("hello") });

      expect(decode(response.getInputs()).title).toEqual(secret("hello"));
      expect(decode(response.getProperties()).title).toEqual(secret("hello"));
    });

    it("returns no id for what is gone", async () => {
      expect((await read("note-9")).getId()).toBe("");
    });

    it("repeats that it is not as it should be", async () => {
      await create({ ...inputs, behave: "half" }).catch(() => {});

      expect(await read("note-1").then(() => undefined, unfinishedOf)).toMatchObject({
        id: "note-1",
        reasons: ["note note-1 is torn"],
        inputs: { behave: "half" },
      });
    });
  });

  it("deletes by id", async () => {
    await create(inputs);
    await ask(client, rpc.delete, new provider.DeleteRequest().setUrn(urn).setId("note-1"));

    expect(desk.notes.size).toBe(0);
  });

  describe("cancellation", () => {
    it("aborts all running calls at once and refuses later ones", async () => {
      const slow = { ...inputs, behave: "slow" };
      const running = Promise.allSettled([create(slow), create(slow)]);
      await vi.waitFor(() => expect(desk.calls.filter((call) => call.startsWith("waiting"))).toHaveLength(2));

      await ask(client, rpc.cancel, new empty.Empty());

      for (const result of await running) {
        expect(result).toMatchObject({ status: "rejected", reason: { details: "create of a::b was cancelled" } });
      }
      await expect(create(inputs)).rejects.toMatchObject({ code: status.CANCELLED });
      expect(desk.notes.size).toBe(0);
    });

    it("reaches only the engine that asked for it", async () => {
      const other = await engine.connect(server.port);
      await ask(other, rpc.cancel, new empty.Empty());

      await expect(create(inputs)).resolves.toMatchObject({ id: "note-1" });
      await expect(check({ title: "x" }, other)).rejects.toMatchObject({ code: status.CANCELLED });
    });

    it("comes with the end of the engine", async () => {
      const second = await TestEngine.start();
      const theirs = await second.connect(server.port);
      const request = new provider.CreateRequest().setUrn(urn).setProperties(encode({ ...inputs, behave: "slow" }));
      const running = ask(theirs, rpc.create, request).catch(() => "failed");
      await vi.waitFor(() => expect(desk.calls).toContain("waiting note-1"));

      second.close();

      expect(await running).toBe("failed");
      await vi.waitFor(() => expect(desk.aborted).toBe(1));
      await expect(create(inputs)).resolves.toMatchObject({ id: "note-1" });
    });
  });

  describe("configuration", () => {
    it("is kept for each engine by itself", async () => {
      const one = await engine.connect(server.port, { prefix: "one" });
      const two = await engine.connect(server.port, { prefix: "two", version: "9.9.9" });
      await check({ title: "x" }, one);
      await check({ title: "x" }, two);
      await check({ title: "y" }, one);

      expect(desk.calls).toEqual(["configure one", "configure two"]);
    });

    it("reports all faults when the client is first needed", async () => {
      const wrong = await engine.connect(server.port, { prefix: 1, limit: "many" });

      await expect(check({ title: "x" }, wrong)).rejects.toMatchObject({
        details: expect.stringMatching(/notes:prefix: .*\nnotes:limit: .*\nfix: pulumi config set notes:/),
      });
    });

    it("reads what is no text from text", async () => {
      const request = new provider.CheckRequest().setNews(encode({ limit: "5", prefix: "5" }));

      expect((await ask(client, rpc.checkConfig, request)).getFailuresList()).toEqual([]);
    });

    it("masks its secrets when the client cannot be made", async () => {
      const closed = await startServer(notesProvider(desk), { env: { NOTES_CLOSED: "yes" } });
      try {
        const shut = await engine.connect(closed.port, { apiKey: secret("key-12345678") });

        await expect(check({ title: "x" }, shut)).rejects.toMatchObject({ details: "the desk is closed to [secret]" });
      } finally {
        await closed.close();
      }
    });

    it("is checked without a default or a variable of the environment being added, secret keys encrypted", async () => {
      const request = new provider.CheckRequest().setNews(encode({ apiKey: "k", version: "1.0.0" }));
      const response = await ask(client, rpc.checkConfig, request);

      expect(decode(response.getInputs())).toEqual({ apiKey: secret("k"), version: "1.0.0" });
    });

    it("never replaces anything when it changes", async () => {
      const request = new provider.DiffRequest().setOldInputs(encode({ prefix: "a" })).setNews(encode({ prefix: "b" }));

      expect((await ask(client, rpc.diffConfig, request)).toObject()).toMatchObject({ changes: 2, replacesList: [] });
    });
  });

  it("answers Handshake and Configure alike", async () => {
    const greeting = await ask(client, rpc.handshake, new provider.ProviderHandshakeRequest());
    const configured = await ask(client, rpc.configure, new provider.ConfigureRequest());

    expect(greeting.toObject()).toMatchObject({ acceptSecrets: true, acceptResources: true, acceptOutputs: true });
    expect(configured.toObject()).toMatchObject({
      acceptsecrets: true,
      acceptresources: true,
      acceptoutputs: true,
      supportspreview: true,
    });
  });

  it("says its version", async () => {
    expect((await ask(client, rpc.getPluginInfo, new empty.Empty())).getVersion()).toBe("1.2.3");
  });

  it("refuses a function in the provider's own words, else in ours", async () => {
    const request = new provider.InvokeRequest().setTok("notes:index:getNote");
    await expect(ask(client, rpc.invoke, request)).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: "a desk has no notes:index:getNote",
    });

    const { refuseFunction: _, ...wordless } = notesProvider(desk);
    const other = await startServer(wordless, { env: {} });
    try {
      await expect(ask(await engine.connect(other.port), rpc.invoke, request)).rejects.toMatchObject({
        details: "notes has no functions; declare a resource, or read one by its id with get()",
      });
    } finally {
      await other.close();
    }
  });

  it.each<[string, () => Promise<unknown>]>([
    ["call", () => ask(client, rpc.call, new provider.CallRequest())],
    ["construct", () => ask(client, rpc.construct, new provider.ConstructRequest())],
    ["parameterize", () => ask(client, rpc.parameterize, new provider.ParameterizeRequest())],
  ])("refuses %s with a word on what to do instead", async (_method, asked) => {
    await expect(asked()).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: expect.stringMatching(/^notes has no .*; (declare|name)/),
    });
  });
});
