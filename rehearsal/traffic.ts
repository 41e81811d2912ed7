import { wilson } from "../checks/wilson.ts";
import type { Edge } from "./core/edge.ts";

export interface Traffic {
  readonly requests: number;
  readonly v2: number;
  /** Share of v2 in percent, and its 99 % interval. */
  readonly percent: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Import requests of as many different users, to the frontend's public name, and where each was routed.
 * @param first number of the first user; two rounds with the same numbers are of the same users
 */
export async function sendTraffic(edge: Edge, host: string, requests = 1000, first = 0): Promise<Traffic> {
  let v2 = 0;
  const send = async (user: number) => {
    const answer = await edge.fetch(`https://${host}/api/import/process`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user_id: `user-${user}`, storage_path: `imports/${user}.json` }),
    });
    const body: unknown = await answer.json();
    if (!answer.ok) throw new Error(`User ${user} got ${answer.status} from ${host}: ${JSON.stringify(body)}`);
    if (typeof body === "object" && body !== null && "routed" in body && body.routed === "v2") v2 += 1;
  };
  const users = Array.from({ length: requests }, (_, user) => first + user);
  for (let at = 0; at < requests; at += 50) await Promise.all(users.slice(at, at + 50).map(send));
  const { low, high } = wilson(v2, requests);
  return { requests, v2, percent: (100 * v2) / requests, low: 100 * low, high: 100 * high };
}
