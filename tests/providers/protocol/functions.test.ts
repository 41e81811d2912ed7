import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { defineFunction } from "../../../providers/protocol/functions.ts";
import { defineProvider } from "../../../providers/protocol/resource.ts";
import { packageSchema } from "../../../providers/protocol/schema.ts";
import { startServer } from "../../../providers/protocol/serve.ts";
import { decode, encode, Secret, type WireRecord } from "../../../providers/protocol/wire.ts";
import { ask, type Client, rpc, TestEngine } from "./engine.ts";

const getWords = defineFunction<readonly string[]>()({
  token: "words:index:getWords",
  description: "The first words.",
  inputs: z.strictObject({ most: z.int().min(1).default(2), after: z.string().optional() }),
  outputs: z.object({ words: z.array(z.string()) }),
  run: async ({ client }, { most, after = "" }) => ({ words: client.filter((word) => word > after).slice(0, most) }),
});
const words = defineProvider({
  name: "words",
  version: "1.0.0",
  description: "Words.",
  config: z.object({}),
  configure: (): readonly string[] => ["apple", "fig", "pear"],
  resources: [],
  functions: [getWords],
});

let engine: TestEngine;
let client: Client;
let close: () => Promise<void>;
beforeEach(async () => {
  engine = await TestEngine.start();
  const server = await startServer(words, { env: {} });
  client = await engine.connect(server.port);
  close = async () => {
    engine.close();
    await server.close();
  };
});
afterEach(() => close());

async function invoke(args: WireRecord, token = getWords.token) {
  const answer = await ask(client, rpc.invoke, new provider.InvokeRequest().setTok(token).setArgs(encode(args)));
  return { result: decode(answer.getReturn()), failures: answer.toObject().failuresList };
}

it("runs a function with its defaults and answers what it returns", async () => {
  expect((await invoke({})).result).toEqual({ words: ["apple", "fig"] });
  expect((await invoke({ most: 1, after: new Secret("b") })).result).toEqual({ words: ["fig"] });
});

it("tells all faults of the arguments at once, without a secret's value", async () => {
  const { failures } = await invoke({ most: 0, aftr: new Secret("hidden-value") });
  expect(failures.map(({ property }) => property)).toContain("most");
  expect(JSON.stringify(failures)).toContain("did you mean after?");
  expect(JSON.stringify(failures)).not.toContain("hidden-value");
});

it("names its functions when it is asked for another one", async () => {
  await expect(invoke({}, "words:index:getWord")).rejects.toMatchObject({
    details: "words has no function words:index:getWord; there is words:index:getWords",
  });
});

it("describes its functions in the package's schema", () => {
  expect(packageSchema(words)).toMatchObject({
    functions: {
      "words:index:getWords": {
        description: "The first words.",
        inputs: { properties: { most: { type: "integer", default: 2 } }, required: [] },
        outputs: { properties: { words: { type: "array", items: { type: "string" } } }, required: ["words"] },
      },
    },
  });
});
