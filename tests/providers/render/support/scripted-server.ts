import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { RenderClient } from "../../../../providers/render/api/client.ts";
import type { TransportOptions } from "../../../../providers/render/api/transport.ts";

export interface Asked {
  readonly method: string;
  /** With the query, below `/v1`. */
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
  /** Milliseconds since the server started. */
  readonly atMs: number;
}

/** An answer; `reset` breaks the connection after the request was read, `hang` never answers. */
export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | "reset"
  | "hang";

export const TOKEN = "rnd_token-that-must-stay-hidden";

/** A server that answers requests one after the other from a list, or by a function; closed when the test ends. */
export async function scripted(script: readonly Answer[] | ((asked: Asked, index: number) => Answer)) {
  const asked: Asked[] = [];
  const startedAt = performance.now();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const one: Asked = {
        method: request.method ?? "",
        path: (request.url ?? "").replace(/^\/v1/, ""),
        body: text === "" ? undefined : JSON.parse(text),
        authorization: request.headers.authorization,
        atMs: performance.now() - startedAt,
      };
      const index = asked.push(one) - 1;
      const answer = typeof script === "function" ? script(one, index) : script[index];
      if (answer === "hang") return;
      if (answer === "reset" || answer === undefined) return void request.socket.destroy();
      const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(answer.body === undefined ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return { url, asked, client: (options: Partial<TransportOptions> = {}) => clientOf(url, options) };
}

/** A client that repeats without long pauses. */
export const clientOf = (baseUrl: string, options: Partial<TransportOptions> = {}) =>
  new RenderClient({ token: () => TOKEN, baseUrl, userAgent: "test", firstDelayMs: 5, ...options });

export const service = (changes: object = {}) => ({
  id: "srv-0123456789abcdefghij",
  name: "api",
  ownerId: "tea-1",
  type: "web_service",
  slug: "api",
  dashboardUrl: "https://dashboard.render.com/web/srv-0123456789abcdefghij",
  suspended: "not_suspended",
  autoDeploy: "no",
  rootDir: "",
  repo: "https://github.com/acme/app",
  branch: "main",
  serviceDetails: {
    runtime: "docker",
    plan: "starter",
    region: "oregon",
    numInstances: 1,
    url: "https://api.onrender.com",
  },
  ...changes,
});
