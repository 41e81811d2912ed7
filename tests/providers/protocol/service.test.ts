import { status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { beforeEach, describe, expect, it } from "vitest";
import { decode, encode, Secret, Unknown, type WireRecord } from "../../../providers/protocol/wire.ts";
import type { Desk } from "../../e2e/protocol/notes.ts";
import { ask, type Client, rpc, type TestEngine, unfinishedOf } from "./engine.ts";
import { check, create, inputs, servedNotes, urn } from "./notes-service.ts";

const watchedUrn = "urn:pulumi:test::project::notes:index:WatchedNote::w";
const secret = (value: string) => new Secret(value);

describe("the provider service", () => {
  let desk: Desk;
  let engine: TestEngine;
  let client: Client;
  const served = servedNotes();
  beforeEach(() => {
    ({ desk, engine, client } = served());
  });

  const updateRequest = (olds: WireRecord, oldInputs: WireRecord, news: WireRecord) =>
    new provider.UpdateRequest()
      .setUrn(urn)
      .setId("note-1")
      .setOlds(encode(olds))
      .setOldInputs(encode(oldInputs))
      .setNews(encode(news));

  describe("check", () => {
    it("returns the inputs with defaults, and what is secret marked", async () => {
      const { inputs: found, failures } = await check(client, {
        title: "hello",
        env: { A: "x" },
        password: secret("hunter2"),
      });

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
      const { inputs: found, failures } = await check(client, { title: "", password: secret("x"), colour: "red" });

      expect(found).toMatchObject({ title: "", password: secret("x") });
      expect(failures).toEqual([
        { property: "title", reason: expect.stringContaining(">=1") },
        { property: "", reason: expect.stringMatching(/^password \(its value is secret\)/) },
        { property: "colour", reason: "unknown property" },
      ]);
    });

    it("asks the resource's own rule, and masks what that says", async () => {
      const { failures } = await check(client, { title: "bad", layout: { columns: 2 }, password: "hunter2222" });

      expect(failures).toEqual([{ property: "", reason: "layout.columns is 2: no columns for [secret]" }]);
    });

    it("gives up the resource's own rule over an unknown value", async () => {
      const { inputs: found, failures } = await check(client, { title: new Unknown() });

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
        client,
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
      const { properties } = await create(client, { ...inputs, url: "https://mine.example" }, { preview: true });

      expect(properties).toMatchObject({ url: "https://mine.example", revision: new Unknown() });
    });

    it("returns id and outputs, secrets secret, and tells the operator", async () => {
      const { id, properties } = await create(client, {
        ...inputs,
        env: { A: secret("x") },
        password: secret("hunter2222"),
      });

      expect(id).toBe("note-1");
      expect(properties).toMatchObject({ env: { A: secret("x") }, token: secret("token-of-note-1"), revision: 1 });
      expect(engine.lines).toMatchObject([
        { severity: 1, urn, message: "writing hello", ephemeral: true },
        { severity: 1, urn, message: "written in\ntwo lines with [secret]", ephemeral: false },
      ]);
    });

    it("keeps id and state of what was made but is not right, and masks the reasons", async () => {
      const failed = await create(client, { ...inputs, behave: "half", password: secret("hunter2222") }).catch(
        unfinishedOf,
      );

      expect(failed).toMatchObject({
        id: "note-1",
        properties: { title: "hello", revision: 1, token: secret("token-of-note-1"), password: secret("hunter2222") },
        reasons: ["the note is torn; password [secret]"],
      });
    });

    it("tells a user's mistake without a stack, its secrets masked", async () => {
      await expect(
        create(client, { ...inputs, behave: "refuse", password: secret("hunter2222") }),
      ).rejects.toMatchObject({
        code: status.FAILED_PRECONDITION,
        details: "the desk takes no note with password [secret]",
      });
      expect(engine.lines.filter(({ severity }) => severity === 0)).toEqual([]);
    });

    it("says that anything else is a bug, with the stack only in the debug log, secrets masked in both", async () => {
      const error = await create(client, { ...inputs, behave: "bug", password: secret("hunter2222") }).catch(
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
      await create(client, inputs, { timeout: 90 });
      expect(desk.timeoutMs).toBe(90_000);

      await create(client, inputs);
      expect(desk.timeoutMs).toBeUndefined();
    });

    it("stops at its time limit and says which", async () => {
      await expect(create(client, { ...inputs, behave: "slow" }, { timeout: 0.05 })).rejects.toMatchObject({
        details: expect.stringContaining("create of a::b did not finish within 0.05 s"),
      });
      expect(desk.aborted).toBe(1);
    });

    it("carries a state of several megabytes, and a failure of many kilobytes", async () => {
      const env = { BIG: secret("x".repeat(5_000_000)) };

      const failed = await create(client, {
        ...inputs,
        env: { BIG: secret("y".repeat(30_000)) },
        behave: "half",
      }).catch(unfinishedOf);
      const { properties } = await create(client, { ...inputs, env });

      expect(properties.env).toEqual(env);
      expect(failed.properties).toMatchObject({ env: { BIG: secret("y".repeat(30_000)) } });
    });

    it("asks to be read before each update only where the resource wants it", async () => {
      expect((await create(client, inputs)).response.getRefreshBeforeUpdate()).toBe(false);
      expect((await create(client, inputs, { urn: watchedUrn })).response.getRefreshBeforeUpdate()).toBe(true);
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
      await create(client, inputs);
      const request = updateRequest(olds, inputs, { ...inputs, title: "other", env: { "a.b": secret("x") } });
      const properties = decode((await ask(client, rpc.update, request)).getProperties());

      expect(properties).toMatchObject({ title: "other", revision: 2, env: { "a.b": secret("x") } });
      expect(desk.calls.at(-1)).toBe('update note-1 env["a.b"],title');
    });

    it("keeps id and state when it is half done", async () => {
      await create(client, inputs);
      const request = updateRequest(olds, inputs, { ...inputs, behave: "half" });
      const failed = await ask(client, rpc.update, request).then(() => undefined, unfinishedOf);

      expect(failed).toMatchObject({ id: "note-1", properties: { revision: 2, behave: "half" } });
    });
  });

  it("deletes by id", async () => {
    await create(client, inputs);
    await ask(client, rpc.delete, new provider.DeleteRequest().setUrn(urn).setId("note-1"));

    expect(desk.notes.size).toBe(0);
  });
});
