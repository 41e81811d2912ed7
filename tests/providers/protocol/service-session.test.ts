import { status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { beforeEach, describe, expect, it } from "vitest";
import { startServer } from "../../../providers/protocol/serve.ts";
import { decode, encode, Secret } from "../../../providers/protocol/wire.ts";
import { type Desk, notesProvider } from "../../e2e/protocol/notes.ts";
import { eventually } from "../../support/eventually.ts";
import { ask, type Client, rpc, TestEngine } from "./engine.ts";
import { check, create, inputs, servedNotes, urn } from "./notes-service.ts";

const secret = (value: string) => new Secret(value);

describe("the provider service, for the engine that it serves", () => {
  let desk: Desk;
  let engine: TestEngine;
  let client: Client;
  let port: number;
  const served = servedNotes();
  beforeEach(() => {
    ({ desk, engine, client, port } = served());
  });

  describe("cancellation", () => {
    it("aborts all running calls at once and refuses later ones", async () => {
      const slow = { ...inputs, behave: "slow" };
      const running = Promise.allSettled([create(client, slow), create(client, slow)]);
      await eventually(() => expect(desk.calls.filter((call) => call.startsWith("waiting"))).toHaveLength(2));

      await ask(client, rpc.cancel, new empty.Empty());

      for (const result of await running) {
        expect(result).toMatchObject({ status: "rejected", reason: { details: "create of a::b was cancelled" } });
      }
      await expect(create(client, inputs)).rejects.toMatchObject({ code: status.CANCELLED });
      expect(desk.notes.size).toBe(0);
    });

    it("reaches only the engine that asked for it", async () => {
      const other = await engine.connect(port);
      await ask(other, rpc.cancel, new empty.Empty());

      await expect(create(client, inputs)).resolves.toMatchObject({ id: "note-1" });
      await expect(check(other, { title: "x" })).rejects.toMatchObject({ code: status.CANCELLED });
    });

    it("comes with the end of the engine", async () => {
      const second = await TestEngine.start();
      const theirs = await second.connect(port);
      const request = new provider.CreateRequest().setUrn(urn).setProperties(encode({ ...inputs, behave: "slow" }));
      const running = ask(theirs, rpc.create, request).catch(() => "failed");
      await eventually(() => expect(desk.calls).toContain("waiting note-1"));

      second.close();

      expect(await running).toBe("failed");
      await eventually(() => expect(desk.aborted).toBe(1));
      await expect(create(client, inputs)).resolves.toMatchObject({ id: expect.stringMatching(/^note-\d$/) });
    });
  });

  describe("configuration", () => {
    it("is kept for each engine by itself", async () => {
      const one = await engine.connect(port, { prefix: "one" });
      const two = await engine.connect(port, { prefix: "two", version: "9.9.9" });
      await check(one, { title: "x" });
      await check(two, { title: "x" });
      await check(one, { title: "y" });

      expect(desk.calls).toEqual(["configure one", "configure two"]);
    });

    it("reports all faults when the client is first needed", async () => {
      const wrong = await engine.connect(port, { prefix: 1, limit: "many" });

      await expect(check(wrong, { title: "x" })).rejects.toMatchObject({
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

        await expect(check(shut, { title: "x" })).rejects.toMatchObject({ details: "the desk is closed to [secret]" });
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
        details: "notes has no function notes:index:getNote; declare a resource, or read one by its id with get()",
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
