import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { beforeEach, describe, expect, it } from "vitest";
import { decode, encode, Secret, type WireRecord } from "../../../providers/protocol/wire.ts";
import { ask, type Client, rpc, unfinishedOf } from "./engine.ts";
import { create, inputs, servedNotes, urn } from "./notes-service.ts";

const secret = (value: string) => new Secret(value);

describe("read of the provider service", () => {
  let client: Client;
  const served = servedNotes();
  beforeEach(() => {
    ({ client } = served());
  });

  const read = (id: string, known: WireRecord = {}) =>
    ask(
      client,
      rpc.read,
      new provider.ReadRequest().setUrn(urn).setId(id).setInputs(encode(known)).setProperties(encode(known)),
    );

  it("returns inputs and state on import, secrets secret by declaration", async () => {
    await create(client, { ...inputs, env: { A: secret("x") } });
    const response = await read("note-1");

    expect(decode(response.getInputs())).toEqual({ ...inputs, env: { A: secret("x") } });
    expect(decode(response.getProperties())).toMatchObject({ token: secret("token-of-note-1"), revision: 1 });
  });

  it("returns the id that the resource has from now on, also of what is not as it should be", async () => {
    await create(client, inputs);
    expect((await read("desk/note-1")).getId()).toBe("note-1");

    await create(client, { ...inputs, behave: "half" }).catch(() => {});
    expect(await read("desk/note-2").catch(unfinishedOf)).toMatchObject({ id: "note-2" });
  });

  it("keeps secret on refresh what was secret before", async () => {
    await create(client, { ...inputs });
    const response = await read("note-1", { title: secret("hello") });

    expect(decode(response.getInputs()).title).toEqual(secret("hello"));
    expect(decode(response.getProperties()).title).toEqual(secret("hello"));
  });

  it("returns no id for what is gone", async () => {
    expect((await read("note-9")).getId()).toBe("");
  });

  it("repeats that it is not as it should be", async () => {
    await create(client, { ...inputs, behave: "half" }).catch(() => {});

    expect(await read("note-1").then(() => undefined, unfinishedOf)).toMatchObject({
      id: "note-1",
      reasons: ["note note-1 is torn"],
      inputs: { behave: "half" },
    });
  });
});
