import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PartialFailure } from "../../../providers/protocol/errors.ts";
import { createResource, Unready } from "../../../providers/protocol/life.ts";
import { defineResource } from "../../../providers/protocol/resource.ts";
import { encode } from "../../../providers/protocol/wire.ts";

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
  const call = async () => ({
    client: undefined,
    urn: "urn",
    name: "thing",
    signal: new AbortController().signal,
    progress() {},
    log() {},
  });
  const request = new provider.CreateRequest().setProperties(encode({ name: "thing" }));
  const operation = { resource: resourceThat(create), call, mask: (text: string) => text };
  return createResource(operation, request).catch((error: unknown) => error);
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
