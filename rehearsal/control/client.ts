import type { z } from "zod";
import { leaveProxy } from "../environment.ts";
import type { KeptWorld } from "../kept.ts";
import { KeptWorldError } from "../kept-error.ts";
import { ErrorAnswer } from "./requests.ts";

export interface Call<Answer> {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
}

/**
 * Asks the process that keeps a world.
 * @throws {KeptWorldError} with the code that it answers, or WORLD_SILENT when it does not
 */
export async function ask<Answer>(
  { name, url, controlToken }: KeptWorld,
  { method, path, body, answer }: Call<Answer>,
): Promise<Answer> {
  leaveProxy(process.env);
  const response = await fetch(`${url}/control${path}`, {
    method,
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new KeptWorldError("WORLD_SILENT", {
      what: `the world ${name} does not answer at ${url}`,
      fixes: ["end its process with Ctrl-C, and start it again: npx cutover rehearse --keep"],
      cause,
    });
  });
  const data: unknown = await response.json();
  if (response.ok) return answer.parse(data);
  const { code, message } = ErrorAnswer.parse(data);
  throw new RefusedError(code, message);
}

/** What the keeping process refused, in its words. */
class RefusedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "RefusedError";
    this.code = code;
  }
}
