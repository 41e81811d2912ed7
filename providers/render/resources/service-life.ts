import { PartialFailure, UserError } from "../../protocol/errors.ts";
import type { Call, Change, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { applyChanges } from "./apply-changes.ts";
import { createService } from "./create-service.ts";
import { deployStateOf } from "./deploy-states.ts";
import { DeployFailure, PATIENCE, type Patience, startDeploy, untilLive } from "./deploys.ts";
import type { GitServiceInputs, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { willDeploy } from "./preview-service.ts";

/** Create and update of a kind of service: what they have in common is all but the names of inputs and outputs. */
export function lifeOf<Inputs extends GitServiceInputs, State extends ServiceState>(
  kind: Kind<State>,
  patience: Patience = PATIENCE,
) {
  type Knowledge = Known<Inputs, State>;

  /** Waits; when it ends badly, id and state are kept, so that the next update goes on from there. */
  async function settled(call: Call<RenderClient>, service: Service, deployId: string, want: Inputs): Promise<State> {
    try {
      const deploy = await untilLive(call, service, deployId, Object.values(want.env), patience);
      if (deployStateOf(deploy.status) === "superseded")
        call.log("warning", `deploy ${deployId} was live and has been replaced by a newer one since`);
      return kind.stateOf(service, deploy);
    } catch (error) {
      const deploy = error instanceof DeployFailure ? error.deploy : { id: deployId, status: "created" };
      throw keeping(kind, call, { service, deploy, error });
    }
  }

  async function create(call: Call<RenderClient>, want: Inputs): Promise<{ id: string; state: State }> {
    const made = await createService(call, kind, want);
    const { id } = made.service;
    call.progress(`service ${id} ${made.continued ? "found" : "created"}`);
    const { service, deployId } = made.deployId ? made : await goOn(call, made.service, want);
    if (deployId) return { id, state: await settled(call, service, deployId, want) };
    call.log("warning", suspendedWarning(service));
    return { id, state: kind.stateOf(service, undefined) };
  }

  /**
   * A service that an earlier run began, or whose first deploy the answer did not name: made to be as wanted now, with the deploy to wait for (none while suspended).
   * A deploy that has ended may be older than its settings, if a run that continued it before was killed between the two;
   * only one that still runs is taken over. (Killed twice while the very first deploy runs, it can still be of old settings.)
   */
  async function goOn(call: Call<RenderClient>, begun: Service, want: Inputs) {
    try {
      const [newest] = await call.client.deploys.newest(begun.id, 1, call);
      const { service, deploys } = await applyChanges(call, begun, want, []);
      const usable = newest && !deploys && deployStateOf(newest.status) === "running";
      return { service, deployId: usable ? newest.id : await startDeploy(call, begun.id, patience) };
    } catch (error) {
      throw keeping(kind, call, { service: begun, error });
    }
  }

  async function update(
    call: Call<RenderClient>,
    id: string,
    known: Knowledge,
    want: Inputs,
    changes: readonly Change[],
  ): Promise<State> {
    const found = await call.client.services.find(id, call);
    if (!found) throw goneError(id, call);
    const { service, deploys } = await applyChanges(call, found, want, changes);
    const as = (state: State): State => ({ ...kind.stateOf(service, undefined), ...deployOf(state) });

    const needed = deploys || willDeploy(changes, { ...known.state, suspended: false });
    if (service.suspended === "suspended") {
      if (needed) call.log("warning", suspendedWarning(service));
      return as(known.state);
    }
    const running = changes.length === 0 && !needed && deployStateOf(known.state.deployStatus) === "running";
    const going = running && (await stillGood(call, id, known.state.deployId));
    if (going) return settled(call, service, known.state.deployId, want);
    if (!needed && !running) return as(known.state);

    const deployId = await startDeploy(call, id, patience);
    if (deployId) return settled(call, service, deployId, want);
    call.log("warning", suspendedWarning(service));
    return as(known.state);
  }

  return { create, update };
}

/** Whether an interrupted run's deploy can be waited for again. */
async function stillGood(call: Call<RenderClient>, serviceId: string, deployId: string): Promise<boolean> {
  const deploy = await call.client.deploys.get(serviceId, deployId, call);
  return deployStateOf(deploy.status) !== "failed";
}

const deployOf = ({ deployId, deployStatus, commitId }: ServiceState) => ({ deployId, deployStatus, commitId });

/** The failure that keeps id and state. `deploy` is what is known of the deploy to go on from; none: start one. */
function keeping<State extends ServiceState>(
  kind: Kind<State>,
  { signal }: Call<RenderClient>,
  kept: { readonly service: Service; readonly deploy?: Deploy; readonly error: unknown },
): PartialFailure<State> {
  const { service, deploy, error } = kept;
  const reason = reasonOf(error, signal, deploy?.id);
  return new PartialFailure(service.id, kind.stateOf(service, deploy), [reason], { cause: error });
}

function reasonOf(error: unknown, signal: AbortSignal, deployId?: string): string {
  if (signal.aborted)
    return `RENDER_INTERRUPTED: ${reasonText(signal)}; ${deployId ? `deploy ${deployId}` : "what was begun"} goes on at Render\n  fix: pulumi up waits for it again`;
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

const reasonText = ({ reason }: AbortSignal) =>
  reason instanceof Error ? reason.message : "the operation was stopped";

const suspendedWarning = ({ name, id, dashboardUrl }: Service) =>
  `${name} (${id}) is suspended: its settings are changed, but nothing is deployed.\n` +
  `  at ${dashboardUrl}\n  fix: resume it there, which deploys it`;

const goneError = (id: string, { urn }: Call<RenderClient>) =>
  new RenderApiError({
    code: "RENDER_SERVICE_GONE",
    what: `service ${id} does not exist any more`,
    where: urn,
    fix: "pulumi refresh, then pulumi up creates it anew",
  });
