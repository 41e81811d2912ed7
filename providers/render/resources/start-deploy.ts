import { RenderApiError } from "../api/errors.ts";
import type { Deploy } from "../api/schemas.ts";
import { deployStateOf } from "./deploy-states.ts";
import { limitOf, looks, minutes, PATIENCE, type Patience, type Waiter } from "./patience.ts";

/** Deploys in which a queued one is looked for. */
const LOOKED_AT = 20;

/**
 * Starts a deploy of the branch's head (or of `commitId`) and returns its id; of one that Render queued behind another, as
 * soon as it is listed. `undefined`: the service is suspended and cannot be deployed.
 */
export async function startDeploy(
  call: Waiter,
  serviceId: string,
  { commitId, patience = PATIENCE }: { readonly commitId?: string; readonly patience?: Patience } = {},
): Promise<string | undefined> {
  const body = commitId === undefined ? {} : { commitId };
  const ask = () => call.client.deploys.start(serviceId, body, call);
  try {
    return await started(call, serviceId, { trigger: "api", ask }, patience);
  } catch (error) {
    if (isSuspended(error)) return undefined;
    throw error;
  }
}

/** Starts the deploy that rolls back to an earlier one, and returns its id. */
export const startRollback = (call: Waiter, serviceId: string, deployId: string, patience = PATIENCE) =>
  started(
    call,
    serviceId,
    { trigger: "rollback", ask: () => call.client.deploys.rollBack(serviceId, deployId, call) },
    patience,
  );

/** Resumes a suspended service, and returns the id of the deploy that this started; `undefined` where it started none. */
export async function resumeService(call: Waiter, serviceId: string, patience = PATIENCE): Promise<string | undefined> {
  const before = await listedIds(call, serviceId);
  try {
    await call.client.services.resume(serviceId, call);
  } catch (error) {
    if (!maybeDone(error)) throw error;
    const service = await call.client.services.find(serviceId, call);
    if (service?.suspended === "suspended") await call.client.services.resume(serviceId, call);
  }
  return appeared(call, serviceId, { before, trigger: "service_resumed", limitMs: patience.unconfirmedMs }, patience);
}

/** What starts a deploy. Asked again where it is not known whether the first time counted. */
interface Cause {
  /** Of the deploy that it starts. */
  readonly trigger: string;
  ask(): Promise<Deploy | undefined>;
}

async function started(call: Waiter, serviceId: string, cause: Cause, patience: Patience): Promise<string> {
  const { trigger } = cause;
  const before = await listedIds(call, serviceId);
  try {
    const deploy = await cause.ask();
    if (deploy) return deploy.id;
  } catch (error) {
    if (!maybeDone(error)) throw error;
    // The request left and no answer came: it may have started one, and a second would build everything twice.
    const limitMs = patience.unconfirmedMs;
    const unconfirmed = await appeared(call, serviceId, { before, trigger, limitMs }, patience);
    if (unconfirmed) return unconfirmed;
    const again = await cause.ask();
    if (again) return again.id;
  }
  call.progress(`a deploy of ${serviceId} is queued behind a running one`);
  const limitMs = limitOf(call, patience);
  const queued = await appeared(call, serviceId, { before, trigger, limitMs }, patience);
  if (queued) return queued;
  throw new RenderApiError({
    code: "RENDER_DEPLOY_NOT_LISTED",
    what: `Render accepted a deploy of ${serviceId} but has not listed it for ${minutes(limitMs)}`,
    where: "the service's deploys",
    fix: "see what runs before it in the Dashboard, then run the same command again",
  });
}

async function listedIds(call: Waiter, serviceId: string): Promise<ReadonlySet<string>> {
  return new Set((await call.client.deploys.newest(serviceId, LOOKED_AT, call)).map(({ id }) => id));
}

/** The deploy of this trigger since `before` was seen; one of another origin only when it has ended. */
async function appeared(
  call: Waiter,
  serviceId: string,
  {
    before,
    trigger,
    limitMs,
  }: { readonly before: ReadonlySet<string>; readonly trigger: string; readonly limitMs: number },
  patience: Patience,
): Promise<string | undefined> {
  for await (const _ of looks({ ...patience, limitMs }, call.signal)) {
    const listed = await call.client.deploys.newest(serviceId, LOOKED_AT, call);
    const fresh = listed.filter(({ id }) => !before.has(id));
    // The newest: it has our settings even if somebody asked at the same moment, and Render drops older ones from its queue.
    const own =
      fresh.find((deploy) => deploy.trigger === trigger) ??
      fresh.find(({ status }) => deployStateOf(status) !== "running");
    if (own) return own.id;
  }
  return undefined;
}

const maybeDone = (error: unknown) => error instanceof RenderApiError && error.maybeDone;

const isSuspended = (error: unknown) =>
  error instanceof RenderApiError && (error.status ?? 0) < 500 && /suspended/i.test(error.serverMessage ?? "");
