import grpc from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import { policyEnvironment } from "./policy-environment.ts";
import { PolicyPack } from "./policy-pack.ts";
import type { PluginCommand, PluginOutput } from "./run-plugin.ts";
import { stopWhen } from "./stop-when.ts";
import { MESSAGE_LIMITS } from "./transport.ts";

const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * Stands between the engine and a policy pack. A pack reads its stack configuration from the environment it is started
 * with, but the engine sends it in a call, ConfigureStack; so the pack is started when that call arrives. Every other
 * call is passed through as bytes. Resolves when the pack has ended or the engine gave it up.
 */
export async function startPolicyProxy(
  command: PluginCommand,
  output: PluginOutput,
  cancelled: AbortSignal,
): Promise<void> {
  const pack = new PolicyPack(command, output);
  const server = new grpc.Server(MESSAGE_LIMITS);
  const methods = Object.entries(analyzerRpc.AnalyzerService as grpc.ServiceDefinition);
  server.addService(
    Object.fromEntries(methods.map(([name, method]) => [name, passingBytes(method)])),
    Object.fromEntries(methods.map(([name, method]) => [name, handlerOf(method.path, pack)])),
  );
  output.stdout(Buffer.from(`${await listen(server)}\n`));
  stopWhen(cancelled, () => pack.stop());
  output.exited(await pack.exited);
  server.forceShutdown();
}

function handlerOf(path: string, pack: PolicyPack): grpc.handleUnaryCall<Buffer, Buffer> {
  switch (path.split("/").at(-1)) {
    case "Handshake":
      // Packs do not answer it; it would start them before their configuration is known.
      return (_call, callback) =>
        callback(null, Buffer.from(new analyzerPb.AnalyzerHandshakeResponse().serializeBinary()));
    case "ConfigureStack":
      return ({ request }, callback) => {
        pack.start(policyEnvironment(analyzerPb.AnalyzerStackConfigureRequest.deserializeBinary(request)));
        pack.call(path, request, callback);
      };
    default:
      return ({ request }, callback) => {
        // `pulumi policy publish` asks without a stack.
        pack.start({});
        pack.call(path, request, callback);
      };
  }
}

function passingBytes(method: grpc.MethodDefinition<unknown, unknown>): grpc.MethodDefinition<Buffer, Buffer> {
  return {
    path: method.path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
