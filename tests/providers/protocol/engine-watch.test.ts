import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchEngine } from "../../../providers/protocol/engine-watch.ts";
import { eventually } from "../../support/eventually.ts";

describe("watching the engine", () => {
  let engine: Http2Server;
  let address: string;
  const sessions = new Set<ServerHttp2Session>();

  beforeEach(async () => {
    engine = createServer().listen(0, "127.0.0.1");
    engine.on("session", (session) => sessions.add(session));
    await once(engine, "listening");
    address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    engine.close();
    for (const session of sessions) session.destroy();
    sessions.clear();
  });
  const breakConnections = () => {
    for (const session of sessions) session.destroy();
    sessions.clear();
  };

  it("opens a broken connection again and does not take it for the engine's end", async () => {
    const gone = vi.fn();
    const stop = watchEngine(address, gone);
    await eventually(() => expect(sessions.size).toBe(1));

    for (let time = 0; time < 3; time++) {
      breakConnections();
      await eventually(() => expect(sessions.size).toBe(1));
    }

    expect(gone).not.toHaveBeenCalled();
    stop();
  });

  it("tells once that the engine is gone", async () => {
    const gone = vi.fn();
    watchEngine(address, gone);
    await eventually(() => expect(sessions.size).toBe(1));

    engine.close();
    breakConnections();

    await eventually(() => expect(gone).toHaveBeenCalledOnce());
  });

  it("tells nothing once it is stopped", async () => {
    const gone = vi.fn();
    const stop = watchEngine(address, gone);
    await eventually(() => expect(sessions.size).toBe(1));
    const closed = Promise.all([...sessions].map((session) => once(session, "close")));

    stop();
    await closed;
    engine.close();
    await once(engine, "close");

    expect(gone).not.toHaveBeenCalled();
  });
});
