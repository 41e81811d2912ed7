import grpc from "@grpc/grpc-js";

/** How long the engine's address may stay unreachable before it counts as dead. */
const GRACE_MS = 2_000;

/**
 * Ends this process when the engine's address dies, so that a CLI killed with SIGKILL leaves nothing behind.
 * Holds one connection: its loss is noticed at once, without polling.
 */
export function exitWithEngine(address: string): void {
  const engine = new grpc.Client(address, grpc.credentials.createInsecure(), {
    "grpc.client_idle_timeout_ms": 2 ** 31 - 1,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 500,
  });
  const watch = (): void => {
    engine.waitForReady(Date.now() + GRACE_MS, (dead) => {
      if (dead) process.exit(0);
      engine.getChannel().watchConnectivityState(grpc.connectivityState.READY, Number.POSITIVE_INFINITY, watch);
    });
  };
  watch();
}
