import grpc from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import { KeptAnswers } from "./kept-answers.ts";
import { PolicyCalls } from "./policy-calls.ts";
import { PolicyPack } from "./policy-pack.ts";
import type { PluginCommand, PluginOutput } from "./run-plugin.ts";
import { stopWhen } from "./stop-when.ts";
import { MESSAGE_LIMITS } from "./transport.ts";

const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * Stands between the engine and a policy pack. A pack reads its stack configuration from the environment it is started
 * with, but the engine sends it in a call, ConfigureStack; so the pack is started when that call arrives. Calls are
 * passed through as bytes. Resolves when the pack has ended or the engine gave it up.
 */
export async function startPolicyProxy(
  command: PluginCommand,
  output: PluginOutput,
  cancelled: AbortSignal,
): Promise<void> {
  const pack = new PolicyPack(command, output);
  const calls = new PolicyCalls(pack, await KeptAnswers.of(command.cwd, command.env));
  const server = new grpc.Server(MESSAGE_LIMITS);
  const methods = Object.entries(analyzerRpc.AnalyzerService as grpc.ServiceDefinition);
  server.addService(
    Object.fromEntries(methods.map(([name, method]) => [name, passingBytes(method)])),
    Object.fromEntries(methods.map(([name, { path }]) => [name, handlerOf(path, calls)])),
  );
  output.stdout(Buffer.from(`${await listen(server)}\n`));
  stopWhen(cancelled, () => pack.stop());
  output.exited(await pack.exited);
  server.forceShutdown();
}

const handlerOf =
  (path: string, calls: PolicyCalls): grpc.handleUnaryCall<Buffer, Buffer> =>
  ({ request }, callback) => {
    calls.answer(path, request).then(
      (response) => callback(null, response),
      (error: grpc.ServiceError) => callback(error),
    );
  };

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
