import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PartialFailure } from "../../../providers/protocol/errors.ts";
import { createResource, readResource, Unready } from "../../../providers/protocol/life.ts";
import { defineResource } from "../../../providers/protocol/resource.ts";
import { decode, encode, Secret, Unknown } from "../../../providers/protocol/wire.ts";

const call = async () => ({
  client: undefined,
  urn: "urn",
  name: "thing",
  signal: new AbortController().signal,
  progress() {},
  log() {},
});
const mask = (text: string) => text;

const resourceThat = (create: () => Promise<{ id: string; state: object }>) =>
  defineResource<undefined>()({
    type: "demo:index:Thing",
    description: "A thing.",
    inputs: z.object({ name: z.string() }),
    state: z.looseObject({}),
    create: async () => ({ ...(await create()) }) as { id: string; state: { [key: string]: unknown } },
    read: async () => undefined,
    update: async () => ({}),
    delete: async () => {},
  });

const createWith = (create: () => Promise<{ id: string; state: object }>) => {
  const request = new provider.CreateRequest().setProperties(encode({ name: "thing" }));
  return createResource({ resource: resourceThat(create), call, mask }, request).catch((error: unknown) => error);
};

describe("a state that cannot be kept", () => {
  it("does not lose what was made: its id is kept and the bug is told", async () => {
    const thrown = await createWith(async () => ({ id: "made-1", state: { at: new Date(0) } }));

    expect(thrown).toBeInstanceOf(Unready);
    expect(thrown).toMatchObject({
      message: expect.stringMatching(/^at is a Date, .* bug in the provider of demo:index:Thing/),
    });
  });

  it("does not hide why the operation failed either", async () => {
    const thrown = await createWith(async () => {
      throw new PartialFailure("made-1", { size: Number.NaN }, ["its deploy failed"]);
    });

    expect(thrown).toBeInstanceOf(Unready);
    expect(thrown).toMatchObject({ message: expect.stringMatching(/^its deploy failed\nsize is NaN/) });
  });

  it("is told as a bug when there is no id", async () => {
    expect(await createWith(async () => ({ id: "", state: {} }))).toMatchObject({
      message: "create of demo:index:Thing returned no id",
    });
  });
});

describe("outputs that are secret with the inputs", () => {
  const echo = defineResource<undefined>()({
    type: "demo:index:Echo",
    description: "Says what it was told.",
    inputs: z.object({ words: z.record(z.string(), z.string()) }),
    state: z.object({ said: z.string(), size: z.number() }),
    secretWithInputs: ["said"],
    create: async (_call, { words }) => ({ id: "echo", state: stateOf(words) }),
    read: async () => ({ inputs: { words: { a: "hello" } }, state: stateOf({ a: "hello" }) }),
    update: async (_call, _id, _known, { words }) => stateOf(words),
    delete: async () => {},
  });
  const stateOf = (words: object) => ({ said: Object.values(words).join(), size: Object.values(words).length });
  const open = { words: { a: "hello" } };
  const closed = { words: { a: new Secret("hello") } };
  const created = async (inputs: object, preview = false) => {
    const request = new provider.CreateRequest().setProperties(encode({ ...inputs })).setPreview(preview);
    return decode((await createResource({ resource: echo, call, mask }, request)).getProperties());
  };

  it("are encrypted when any input is, at any depth", async () => {
    expect(await created(closed)).toEqual({ ...closed, said: new Secret("hello"), size: 1 });
    expect(await created(closed, true)).toMatchObject({ said: new Secret(new Unknown()), size: new Unknown() });
  });

  it("stand in clear when none is", async () => {
    expect(await created(open)).toEqual({ ...open, said: "hello", size: 1 });
  });

  it("are found so again by a refresh", async () => {
    const read = async (inputs: object) => {
      const known = encode({ ...inputs });
      const request = new provider.ReadRequest().setId("echo").setInputs(known).setProperties(known);
      return decode((await readResource({ resource: echo, call, mask }, request)).getProperties()).said;
    };
    expect(await read(closed)).toEqual(new Secret("hello"));
    expect(await read(open)).toBe("hello");
  });
});
