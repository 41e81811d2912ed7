import { setTimeout as wait } from "node:timers/promises";
import { deploymentsGetDeployment } from "@vercel/sdk/funcs/deploymentsGetDeployment.js";
import { deploymentsGetDeploymentEvents } from "@vercel/sdk/funcs/deploymentsGetDeploymentEvents.js";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import type { Call } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";

/** A deployment as the API answers it. */
export const DeploymentAnswer = z.object({
  id: z.string(),
  url: z.string(),
  readyState: z.string(),
  aliasAssigned: z.union([z.boolean(), z.number()]).nullish(),
  alias: z.array(z.string()).default([]),
  aliasError: z.object({ code: z.string(), message: z.string() }).nullish(),
  checksConclusion: z.string().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
});

/** First wait between two looks at a build; each is longer, up to the real plugin's 5 s. */
const firstPollMs = 100;
const longestPollMs = 5000;
const shownLines = 10;

/** Waits until the build is done and its aliases point at it; throws with the end of the build's log when it failed. */
export async function untilAssigned(
  { client, signal, progress }: Call<VercelClient>,
  id: string,
  scope: { teamId?: string },
): Promise<z.output<typeof DeploymentAnswer>> {
  let shown = "";
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.5, longestPollMs)) {
    const live = DeploymentAnswer.parse(await client.ask(deploymentsGetDeployment, { ...scope, idOrUrl: id }, signal));
    if (live.aliasAssigned && !live.aliasError) return live;
    const fault = faultOf(live);
    if (fault) throw new UserError("VERCEL_DEPLOYMENT_FAILED", await explained(client, id, scope, fault, signal));
    if (live.readyState !== shown) progress(`deployment ${id} is ${live.readyState.toLowerCase()}`);
    shown = live.readyState;
    await wait(pollMs, undefined, { signal });
  }
}

function faultOf({
  readyState,
  checksConclusion,
  aliasError,
  errorCode,
  errorMessage,
}: z.output<typeof DeploymentAnswer>) {
  if (readyState === "CANCELED") return "it was cancelled";
  if (readyState === "ERROR") return `${errorCode ?? "ERROR"}: ${errorMessage ?? "the build failed"}`;
  if (checksConclusion === "failed") return "its checks failed";
  if (aliasError) return `${aliasError.code}: ${aliasError.message}`;
  return undefined;
}

async function explained(
  client: VercelClient,
  id: string,
  scope: { teamId?: string },
  fault: string,
  signal: AbortSignal,
): Promise<string> {
  const events = await client.ask(deploymentsGetDeploymentEvents, { ...scope, idOrUrl: id }, signal);
  const lines = z.array(z.object({ text: z.string().optional() })).safeParse(events);
  const text = (lines.data ?? []).flatMap((line) => (line.text ? [line.text] : []));
  const shown = text.slice(-shownLines).map((line) => `  | ${line}`);
  return [`Vercel's deployment ${id} failed: ${fault}`, ...shown].join("\n");
}
