import type { RenderState } from "../entities/state.ts";
import { mostVisits, type Visit } from "../entities/traffic.ts";

type Fetch = (request: Request) => Response | Promise<Response>;
/** What an instance sees of a request. */
export type Seen = Pick<Visit, "host" | "method" | "path" | "statusCode" | "tookMs" | "bytes">;

/** Tells what came in through the edge, which names the host that was asked for; answers are not changed. */
export function watched(fetch: Fetch, tell: (seen: Seen) => void): Fetch {
  return async (request) => {
    const host = request.headers.get("x-forwarded-host");
    if (!host) return fetch(request);
    const startedAt = performance.now();
    const answer = await fetch(request);
    const tookMs = performance.now() - startedAt;
    const { method, url } = request;
    const visit = { host, method, path: new URL(url).pathname, statusCode: answer.status, tookMs };
    // Counted beside the answer, which does not wait for it.
    void answer
      .clone()
      .arrayBuffer()
      .then(({ byteLength }) => tell({ ...visit, bytes: byteLength }));
    return answer;
  };
}

/** Writes requests of an instance down. */
export const writeDown =
  (world: { readonly state: RenderState }, serviceId: string, instance: string) =>
  (seen: Seen): void => {
    const { traffic, moments } = world.state;
    if (traffic.length >= mostVisits) traffic.shift();
    traffic.push({ serviceId, instance, at: moments.next(), ...seen });
  };
