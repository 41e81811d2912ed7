import { connect } from "node:http2";

const attempts = 3;
const pauseMs = 100;

/**
 * Calls `gone` once when nothing listens at the engine's address any more, so that nothing outlives a killed CLI.
 * It holds a connection and opens it again when it breaks: only a refused one means that the engine is gone.
 *
 * @param address `host:port` as the engine gives it
 * @returns how to stop watching
 */
export function watchEngine(address: string, gone: () => void): () => void {
  let stopped = false;
  let close = (): void => {};

  const hold = (failures: number): void => {
    if (stopped) return;
    if (failures >= attempts) {
      stopped = true;
      gone();
      return;
    }
    const session = connect(`http://${address}`);
    let connected = false;
    session.once("connect", () => {
      connected = true;
      session.unref();
    });
    session.on("error", () => {});
    session.once("close", () => {
      if (connected) hold(0);
      else setTimeout(hold, pauseMs, failures + 1).unref();
    });
    close = () => session.destroy();
  };
  hold(0);

  return () => {
    stopped = true;
    close();
  };
}
