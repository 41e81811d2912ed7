import { VercelCore } from "@vercel/sdk/core.js";
import { Hono } from "hono";
import { onTestFinished } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { Faults } from "../../../rehearsal/core/faults.ts";
import { Git } from "../../../rehearsal/core/git.ts";
import type { StartFrontend } from "../../../rehearsal/vercel/instances.ts";
import { startVercel } from "../../../rehearsal/vercel/vercel.ts";

export const teamId = "team_acmebrains";
export const repository = "acme-brains/twin-brains";

/** Answers with the environment it was built with and logs each path. */
const echo: StartFrontend = ({ env, commit, log }) =>
  new Hono().all("*", (context) => {
    log(`seen ${context.req.path}`);
    return context.json({ percent: env.V2_ROLLOUT_PERCENT ?? null, sha: commit.sha, env });
  });

/** A Vercel for one test, with one commit on `main`, closed when the test ends. */
export async function vercelForTest({ buildMs = 3 } = {}) {
  const clock = new Clock();
  const edge = new Edge();
  const faults = new Faults();
  const git = new Git(() => clock.now());
  git.push(repository, "main", "First release");
  const vercel = await startVercel({ clock, edge, git, faults, team: teamId, buildMs, startFrontend: echo });
  onTestFinished(() => vercel.close());

  const request = (method: string, path: string, body?: unknown, token = vercel.token) =>
    fetch(`${vercel.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const client = new VercelCore({ bearerToken: vercel.token, serverURL: vercel.url });
  return { clock, edge, faults, git, vercel, request, client };
}

type SdkResult<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** What the SDK read, or its error. */
export async function answered<T>(call: PromiseLike<SdkResult<T>>): Promise<T> {
  const result = await call;
  if (!result.ok) throw result.error;
  return result.value;
}

/** Reads a deployment until its build has ended. */
export async function built(world: Awaited<ReturnType<typeof vercelForTest>>, id: string) {
  for (;;) {
    const answer = await world.request("GET", `/v13/deployments/${id}?teamId=${teamId}`);
    const deployment = (await answer.json()) as Record<string, unknown>;
    if (["READY", "ERROR", "CANCELED"].includes(String(deployment.readyState))) return deployment;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
