import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { afterEach, beforeEach } from "vitest";
import { startServer } from "../../../providers/protocol/serve.ts";
import { decode, encode, type WireRecord } from "../../../providers/protocol/wire.ts";
import { Desk, notesProvider } from "../../e2e/protocol/notes.ts";
import { ask, type Client, rpc, TestEngine } from "./engine.ts";

/** The note that the tests ask for; a URN's name may hold `::`. */
export const urn = "urn:pulumi:test::project::some:component:Type$notes:index:Note::a::b";

/** Inputs of a note that behaves. */
export const inputs = { title: "hello", region: "eu", env: {}, behave: "well" };

/** What a test of the served provider works with; made anew for each test. */
export interface NotesService {
  readonly desk: Desk;
  readonly engine: TestEngine;
  readonly client: Client;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Serves the notes provider to a test engine around each test; the returned function gives what runs now. */
export function servedNotes(): () => NotesService {
  let running: NotesService | undefined;
  beforeEach(async () => {
    const desk = new Desk();
    const engine = await TestEngine.start();
    const server = await startServer(notesProvider(desk), { env: {}, graceMs: 50 });
    const close = async () => {
      engine.close();
      await server.close();
    };
    running = { desk, engine, client: await engine.connect(server.port), port: server.port, close };
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });
  return () => {
    if (!running) throw new Error("The notes are served only while a test runs");
    return running;
  };
}

/** Checks the note's inputs as the engine does. */
export async function check(client: Client, news: WireRecord) {
  const request = new provider.CheckRequest().setUrn(urn).setNews(encode(news));
  const response = await ask(client, rpc.check, request);
  return { inputs: decode(response.getInputs()), failures: response.toObject().failuresList };
}

/** Creates a note; `timeout` in seconds, 0 for the provider's own. */
export async function create(
  client: Client,
  properties: WireRecord,
  { preview = false, timeout = 0, urn: of = urn } = {},
) {
  const request = new provider.CreateRequest().setUrn(of).setProperties(encode(properties));
  const response = await ask(client, rpc.create, request.setPreview(preview).setTimeout(timeout));
  return { id: response.getId(), properties: decode(response.getProperties()), response };
}
