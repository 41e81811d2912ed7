import { expect, onTestFinished } from "vitest";
import { repository, teamId, vercelForTest } from "../world.ts";

/** Whatever an answer holds: its shape is what the tests look at. */
type Json = ReturnType<typeof JSON.parse>;

/**
 * A Vercel with one connected project, and calls as the Terraform provider makes them: the team in the query, bodies as
 * JSON. A call that no route answers fails the test at its end.
 */
export async function provider() {
  const world = await vercelForTest();
  onTestFinished(() => expect(world.vercel.unknownRoutes()).toEqual([]));

  const send = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> => {
    const answer = await world.request(method, `${path}${path.includes("?") ? "&" : "?"}teamId=${teamId}`, body);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  /** The body of an answer with this status. */
  const call = async (status: number, method: string, path: string, body?: unknown): Promise<Json> => {
    const answer = await send(method, path, body);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    return answer.body;
  };
  const project = await call(200, "POST", "/v8/projects", {
    ...{ buildCommand: null, devCommand: null, installCommand: null, outputDirectory: null, publicSource: null },
    ...{ name: "twin-brains", framework: "nextjs", rootDirectory: "frontend" },
    gitRepository: { type: "github", repo: repository },
  });
  return { ...world, send, call, project };
}
