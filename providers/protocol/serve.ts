import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { unlimitedMessages } from "./engine-log.ts";
import { watchEngine } from "./engine-watch.ts";
import { UserError } from "./errors.ts";
import type { Provider } from "./resource.ts";
import { createService } from "./service.ts";
import { Sessions } from "./sessions.ts";

/** How to serve a provider inside this process. */
export interface ServerOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** What the client's tokens and base URLs are read from. Default: this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** The engine that started this process; engines that attach say their own address. */
  readonly engineAddress?: string | undefined;
  /** Called when an engine that used this server is gone; its running calls are aborted by then. */
  readonly onEngineGone?: () => void;
  /** How long a cancelled call may take to end by itself before it is answered for. Default 5000. */
  readonly graceMs?: number;
}

/** A provider that listens; `port` goes into `PULUMI_DEBUG_PROVIDERS=<name>:<port>`. */
export interface RunningServer {
  readonly port: number;
  /** Aborts what runs and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves a provider on a loopback port. Several engines may attach at once: configuration, client, log and cancellation
 * are kept for each.
 */
export async function startServer<Config extends object, Client>(
  provider: Provider<Config, Client>,
  options: ServerOptions = {},
): Promise<RunningServer> {
  const { port = 0, env = process.env, engineAddress, onEngineGone = () => {}, graceMs } = options;
  const sessions = new Sessions<Client>({ engineAddress, graceMs, onGone: onEngineGone });
  const server = new Server(unlimitedMessages);
  server.addService(providerService.ResourceProviderService, createService({ provider, env }, sessions));
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, found) =>
      error ? reject(notListening(provider.name, port, error)) : resolve(found),
    );
  });
  return {
    port: bound,
    async close() {
      sessions.close();
      server.forceShutdown();
    },
  };
}

/**
 * Serves a provider as the process that the engine started: prints its port, and nothing else, on standard output, and
 * ends with the engine, or at once on SIGINT and SIGTERM.
 *
 * @param argv the arguments after the script; the last one that is `host:port` is the engine's address
 */
export async function serve<Config extends object, Client>(
  provider: Provider<Config, Client>,
  { argv = process.argv.slice(2), env = process.env } = {},
): Promise<void> {
  const engineAddress = argv.findLast((argument) => /^[^\s/-][^\s/]*:\d+$/.test(argument));
  const leave = (): never => process.exit(0);
  process.once("SIGINT", leave);
  process.once("SIGTERM", leave);
  process.on("unhandledRejection", report);
  if (engineAddress) watchEngine(engineAddress, leave);
  const { port } = await startServer(provider, { env, engineAddress, onEngineGone: leave });
  process.stdout.write(`${port}\n`);
}

function notListening(name: string, port: number, cause: Error): UserError {
  const taken = /EADDRINUSE/.test(cause.message) ? "it is in use" : cause.message;
  return new UserError("PROVIDER_PORT", `the provider ${name} cannot listen on port ${port}: ${taken}`, { cause });
}

/** A promise that nobody waited for is a bug, but not worth the resource that is being made right now. */
function report(reason: unknown): void {
  process.stderr.write(
    `unhandled rejection in the provider: ${reason instanceof Error ? reason.stack : String(reason)}\n`,
  );
}
