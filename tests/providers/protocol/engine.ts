import { once } from "node:events";
import { createServer } from "node:net";
import {
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceError,
  type sendUnaryData,
} from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type engine from "@pulumi/pulumi/proto/engine_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { decode, encode, type WireRecord } from "../../../providers/protocol/wire.ts";

export type Client = InstanceType<typeof providerService.ResourceProviderClient>;
/** The calls an engine makes. */
export const rpc = providerService.ResourceProviderService;

/** Sends a request and waits for its answer; a failure rejects with gRPC's error. */
export function ask<Request, Response>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) =>
      response === undefined ? reject(error) : resolve(response),
    );
  });
}

/** Stands where the engine stands: takes log lines, and greets and configures a provider as the engine does. */
export class TestEngine {
  readonly lines: engine.LogRequest.AsObject[] = [];
  readonly address: string;
  readonly #server: Server;
  readonly #clients: Client[] = [];

  private constructor(server: Server, port: number, lines: engine.LogRequest.AsObject[]) {
    this.#server = server;
    this.address = `127.0.0.1:${port}`;
    this.lines = lines;
  }

  static async start(): Promise<TestEngine> {
    const lines: engine.LogRequest.AsObject[] = [];
    const server = new Server();
    const log = (call: ServerUnaryCall<engine.LogRequest, empty.Empty>, answer: sendUnaryData<empty.Empty>) => {
      lines.push(call.request.toObject());
      answer(null, new empty.Empty());
    };
    server.addService(engineService.EngineService, { log });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, found) =>
        error ? reject(error) : resolve(found),
      );
    });
    return new TestEngine(server, port, lines);
  }

  /** A connection of its own to a provider, greeted, attached and configured. */
  async connect(port: number, config: WireRecord = {}): Promise<Client> {
    const client: Client = new providerService.ResourceProviderClient(
      `127.0.0.1:${port}`,
      credentials.createInsecure(),
      // Channels with equal options share a connection; two engines never do.
      {
        "grpc.use_local_subchannel_pool": 1,
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
      },
    );
    this.#clients.push(client);
    await ask(client, rpc.handshake, new provider.ProviderHandshakeRequest().setEngineAddress(this.address));
    await ask(client, rpc.attach, new pluginPb.PluginAttach().setAddress(this.address));
    await ask(client, rpc.configure, new provider.ConfigureRequest().setArgs(encode(config)));
    return client;
  }

  close(): void {
    for (const client of this.#clients) client.close();
    this.#server.forceShutdown();
  }
}

/** The id, properties and reasons that a partial failure carries to the engine. */
export function unfinishedOf(error: unknown): {
  id: string;
  properties: WireRecord;
  inputs: WireRecord;
  reasons: string[];
} {
  const [packed] = (error as ServiceError).metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) throw new Error(`no details in ${String(error)}`);
  const [detail] = statusPb.Status.deserializeBinary(new Uint8Array(packed)).getDetailsList();
  const found = detail?.unpack(provider.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
  if (!found) throw new Error(`no ErrorResourceInitFailed in ${String(error)}`);
  return {
    id: found.getId(),
    properties: decode(found.getProperties()),
    inputs: decode(found.getInputs()),
    reasons: found.getReasonsList(),
  };
}

/** A loopback port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
