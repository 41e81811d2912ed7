import { parseArgs } from "node:util";
import grpc from "@grpc/grpc-js";
import languageRpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { killChildren } from "./children.ts";
import { exitWithEngine } from "./engine-watch.ts";
import { languageRuntime } from "./service.ts";
import { MESSAGE_LIMITS } from "./transport.ts";

/**
 * Serves Pulumi's `LanguageRuntime` on a free loopback port, prints that port, and stays until the engine goes.
 * `argv` is what the engine passes: flags, then its own address last.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { positionals } = parseArgs({ args: [...argv], strict: false, allowPositionals: true });
  const engineAddress = positionals.at(-1) ?? "";

  process.on("exit", killChildren);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(0));

  const server = new grpc.Server(MESSAGE_LIMITS);
  server.addService(languageRpc.LanguageRuntimeService, languageRuntime(engineAddress));
  const port = await listen(server);
  process.stdout.write(`${port}\n`);
  if (engineAddress) exitWithEngine(engineAddress);
}

function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}
