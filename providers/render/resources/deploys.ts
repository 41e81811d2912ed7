import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../protocol/errors.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Asker } from "../api/limiter.ts";
import { plainText, redactor } from "../api/plain-text.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { deployStateOf, failureOf } from "./deploy-states.ts";

/** How long and how often a deploy is looked at. */
export interface Patience {
  /** Overall. Default 30 min, or the engine's own timeout where that is longer; it ends waiting through the signal. */
  readonly limitMs: number;
  /** Before the second look; each following pause is half as long again, up to `mostMs`. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** How long a deploy whose start was not confirmed is looked for before it is started again. */
  readonly unconfirmedMs: number;
}
export const PATIENCE: Patience = { limitMs: 30 * 60_000, firstMs: 200, mostMs: 5_000, unconfirmedMs: 5_000 };

/** Lines of the log that a failure shows. */
const SHOWN_LOG_LINES = 20;
/** Deploys in which a queued one is looked for. */
const LOOKED_AT = 20;

/** Who waits: a resource's `Call`, with what is needed to tell about it. */
export interface Waiter extends Asker {
  readonly client: RenderClient;
  /** The engine's timeout for the operation, when there is one. */
  readonly timeoutMs?: number;
  progress(line: string): void;
}

/** A `customTimeouts` that is longer than our limit is what the operator asked for. */
const limitOf = ({ timeoutMs = 0 }: Waiter, { limitMs }: Patience) => Math.max(limitMs, timeoutMs);

/** A deploy that ended badly or did not end in time. `deploy` is as last seen. */
export class DeployFailure extends UserError {
  readonly deploy: Deploy;
  constructor(code: string, lines: readonly string[], deploy: Deploy, options?: ErrorOptions) {
    super(code, lines.join("\n"), options);
    this.name = "DeployFailure";
    this.deploy = deploy;
  }
}

/**
 * Starts a deploy and returns its id; of one that Render queued behind another, as soon as it is listed.
 * `undefined`: the service is suspended and cannot be deployed.
 */
export async function startDeploy(call: Waiter, serviceId: string, patience = PATIENCE): Promise<string | undefined> {
  const { deploys } = call.client;
  const before = new Set((await deploys.newest(serviceId, LOOKED_AT, call)).map(({ id }) => id));
  try {
    const started = await deploys.start(serviceId, {}, call);
    if (started) return started.id;
  } catch (error) {
    if (isSuspended(error)) return undefined;
    if (!(error instanceof RenderApiError && error.maybeDone)) throw error;
    // The request left and no answer came: it may have started one, and a second would build everything twice.
    const unconfirmed = await appeared(call, serviceId, before, patience.unconfirmedMs, patience);
    if (unconfirmed) return unconfirmed;
    const again = await deploys.start(serviceId, {}, call);
    if (again) return again.id;
  }
  call.progress(`a deploy of ${serviceId} is queued behind a running one`);
  const limitMs = limitOf(call, patience);
  const queued = await appeared(call, serviceId, before, limitMs, patience);
  if (queued) return queued;
  throw new RenderApiError({
    code: "RENDER_DEPLOY_NOT_LISTED",
    what: `Render accepted a deploy of ${serviceId} but has not listed it for ${minutes(limitMs)}`,
    where: "the service's deploys",
    fix: "see what runs before it in the Dashboard, then run pulumi up again",
  });
}

/** The deploy asked for through the API since `before` was seen; one of another origin only when it has ended. */
async function appeared(
  call: Waiter,
  serviceId: string,
  before: ReadonlySet<string>,
  limitMs: number,
  patience: Patience,
): Promise<string | undefined> {
  for await (const _ of looks({ ...patience, limitMs }, call.signal)) {
    const listed = await call.client.deploys.newest(serviceId, LOOKED_AT, call);
    const fresh = listed.filter(({ id }) => !before.has(id));
    // The newest: it has our settings even if somebody asked at the same moment, and Render drops older ones from its queue.
    const own =
      fresh.find(({ trigger }) => trigger === "api") ?? fresh.find(({ status }) => deployStateOf(status) !== "running");
    if (own) return own.id;
  }
  return undefined;
}

/**
 * Waits for this very deploy, whatever else is deployed meanwhile, telling each change of its state.
 * @param secrets values that log lines must not show.
 * @throws DeployFailure with state, last log lines and what to do.
 */
export async function untilLive(
  call: Waiter,
  service: Service,
  deployId: string,
  secrets: readonly string[],
  patience = PATIENCE,
): Promise<Deploy> {
  const limitMs = limitOf(call, patience);
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let deploy: Deploy | undefined;
  for await (const _ of looks({ ...patience, limitMs }, call.signal)) {
    const seen = await call.client.deploys.get(service.id, deployId, call);
    if (seen.status !== deploy?.status) call.progress(`deploy ${deployId}: ${seen.status} (${seconds()} s)`);
    deploy = seen;
    const state = deployStateOf(deploy.status);
    if (state === "live" || state === "superseded") return deploy;
    if (state === "failed") throw await failed(call, service, deploy, secrets, seconds());
  }
  throw new DeployFailure(
    "RENDER_DEPLOY_TIMEOUT",
    [
      `RENDER_DEPLOY_TIMEOUT: deploy ${deployId} of ${service.name} is still ${deploy?.status} after ${minutes(limitMs)}`,
      `  at ${service.dashboardUrl}/deploys/${deployId}`,
      "  fix: see there what it waits for; pulumi up waits for it again (longer with the resource option customTimeouts)",
    ],
    deploy ?? { id: deployId, status: "created" },
  );
}

async function failed(
  call: Waiter,
  service: Service,
  deploy: Deploy,
  secrets: readonly string[],
  seconds: number,
): Promise<DeployFailure> {
  const { what, fix } = failureOf(deploy.status);
  const lines = await lastLines(call, service, deploy, redactor(secrets));
  return new DeployFailure(
    "RENDER_DEPLOY_FAILED",
    [
      `RENDER_DEPLOY_FAILED: deploy ${deploy.id} of ${service.name}${commitOf(deploy)} ended as ${deploy.status} after ${seconds} s: ${what}`,
      `  at ${service.dashboardUrl}/deploys/${deploy.id}`,
      ...lines,
      `  fix: ${fix}`,
    ],
    deploy,
  );
}

/** Best effort: that the log cannot be read must not hide that the deploy failed. */
async function lastLines(call: Waiter, service: Service, deploy: Deploy, hide: (text: string) => string) {
  const from = {
    ownerId: service.ownerId,
    resource: service.id,
    since: deploy.startedAt ?? deploy.createdAt ?? undefined,
    types: deploy.status === "build_failed" ? (["build"] as const) : (["app", "build"] as const),
    limit: SHOWN_LOG_LINES,
  };
  try {
    const lines = await call.client.logs.last(from, call);
    if (lines.length === 0) return ["  the log has no lines of it"];
    return [
      "  last lines of its log:",
      ...lines.flatMap((line) => hide(line).split("\n")).map((line) => `  | ${line}`),
    ];
  } catch (error) {
    call.signal?.throwIfAborted();
    return [`  its log could not be read: ${error instanceof RenderApiError ? error.what : "unexpected answer"}`];
  }
}

/** Yields at once, then after growing pauses, until the limit is over. An abort ends a pause at once. */
async function* looks({ limitMs, firstMs, mostMs }: Patience, signal: AbortSignal | undefined) {
  const end = performance.now() + limitMs;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 1.5, mostMs)) {
    signal?.throwIfAborted();
    yield;
    const leftMs = end - performance.now();
    if (leftMs <= 0) return;
    await sleep(Math.min(pauseMs, leftMs), undefined, signal ? { signal } : {});
  }
}

function commitOf({ commit }: Deploy): string {
  if (!commit?.id) return "";
  const subject = plainText(commit.message ?? "", 80).split("\n")[0];
  return ` (commit ${commit.id.slice(0, 8)}${subject ? ` "${subject}"` : ""})`;
}

const isSuspended = (error: unknown) =>
  error instanceof RenderApiError && (error.status ?? 0) < 500 && /suspended/i.test(error.serverMessage ?? "");

const minutes = (ms: number) => (ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);
