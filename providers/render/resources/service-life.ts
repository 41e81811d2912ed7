import { PartialFailure } from "../../protocol/errors.ts";
import type { Call, Change, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { applyChanges } from "./apply-changes.ts";
import { createService } from "./create-service.ts";
import { deployStateOf } from "./deploy-states.ts";
import { firstDeploy } from "./first-deploy.ts";
import type { ServiceInputs, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import type { Patience } from "./patience.ts";
import { asksForDeploy } from "./preview-service.ts";
import { reasonOf } from "./reason.ts";
import { resumeService, startDeploy } from "./start-deploy.ts";
import { DeployFailure, untilLive } from "./until-live.ts";

/** Create and update of a kind of service: what they have in common is all but the names of inputs and outputs. */
export function lifeOf<Inputs extends ServiceInputs, State extends ServiceState>(
  kind: Kind<State>,
  patience: Patience,
) {
  type Knowledge = Known<Inputs, State>;

  /** Waits; when it ends badly, id and state are kept, so that the next update goes on from there. */
  async function settled(call: Call<RenderClient>, service: Service, deployId: string): Promise<State> {
    try {
      const deploy = await untilLive(call, service, deployId, patience);
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
    const { service, deployId } = made.deployId
      ? await begin(call, made.service, made.deployId, want)
      : await goOn(call, made.service, want);
    if (deployId) return { id, state: await settled(call, service, deployId) };
    if (!want.suspended) call.log("warning", suspendedWarning(service));
    return { id, state: kind.stateOf({ ...service, suspended: "suspended" }, undefined) };
  }

  async function begin(call: Call<RenderClient>, service: Service, deployId: string, want: Inputs) {
    try {
      return { service, deployId: await firstDeploy(call, kind, { service, deployId }, want, patience) };
    } catch (error) {
      throw keeping(kind, call, { service, error });
    }
  }

  /**
   * A service that an earlier run began, or whose first deploy the answer did not name: made to be as wanted now, with the deploy to wait for (none while suspended).
   * A deploy that has ended may be older than its settings, if a run that continued it before was killed between the two;
   * only one that still runs is taken over. (Killed twice while the very first deploy runs, it can still be of old settings.)
   */
  async function goOn(call: Call<RenderClient>, begun: Service, want: Inputs) {
    try {
      const [newest] = await call.client.deploys.newest(begun.id, 1, call);
      const { service, deploys } = await applyChanges(call, kind, begun, want, []);
      const turned = await turn(call, service, want, true);
      if (turned) return { service, deployId: turned.deployId };
      const usable = newest && !deploys && deployStateOf(newest.status) === "running";
      return { service, deployId: usable ? newest.id : await startDeploy(call, begun.id, { patience }) };
    } catch (error) {
      throw keeping(kind, call, { service: begun, error });
    }
  }

  /** Suspends or resumes where that is declared and not so; `undefined`: there was nothing to turn. */
  async function turn(call: Call<RenderClient>, service: Service, want: Inputs, deploys: boolean) {
    const isSuspended = service.suspended === "suspended";
    if (want.suspended === undefined || want.suspended === isSuspended) return undefined;
    if (want.suspended) {
      await call.client.services.suspend(service.id, call);
      return { deployId: undefined };
    }
    const resumed = await resumeService(call, service.id, patience);
    return { deployId: resumed ?? (deploys ? await startDeploy(call, service.id, { patience }) : undefined) };
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
    let owed = false;
    try {
      return await bring(call, found, { known, want, changes }, () => {
        owed = true;
      });
    } catch (error) {
      // What was changed without its deploy is kept as such: a refresh would find nothing left to do.
      if (!owed || error instanceof PartialFailure) throw error;
      throw keeping(kind, call, { service: found, error });
    }
  }

  async function bring(
    call: Call<RenderClient>,
    found: Service,
    { known, want, changes }: { readonly known: Knowledge; readonly want: Inputs; readonly changes: readonly Change[] },
    owes: () => void,
  ): Promise<State> {
    const { service, deploys } = await applyChanges(call, kind, found, want, changes, owes);
    const { id } = service;
    const needed = deploys || asksForDeploy(changes, known.state);
    const turned = await turn(call, service, want, needed);
    const after = turned ? { ...service, suspended: want.suspended ? "suspended" : "not_suspended" } : service;
    const asBefore = (): State => ({ ...kind.stateOf(after, undefined), ...deployOf(known.state) });

    if (turned) return turned.deployId ? settled(call, after, turned.deployId) : asBefore();
    if (service.suspended === "suspended") {
      if (needed && want.suspended === undefined) call.log("warning", suspendedWarning(service));
      return asBefore();
    }
    const running = changes.length === 0 && !needed && deployStateOf(known.state.deployStatus) === "running";
    const going = running && (await stillGood(call, id, known.state.deployId));
    if (going) return settled(call, service, known.state.deployId);
    if (!needed && !running) return asBefore();

    const deployId = await startDeploy(call, id, { patience });
    if (deployId) return settled(call, service, deployId);
    call.log("warning", suspendedWarning(service));
    return asBefore();
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
  const what = `${deploy ? `deploy ${deploy.id}` : "what was begun"} goes on at Render`;
  const reason = reasonOf(error, signal, { what, fix: "pulumi up waits for it again" });
  return new PartialFailure(service.id, kind.stateOf(service, deploy), [reason], { cause: error });
}

const suspendedWarning = ({ name, id, dashboardUrl }: Service) =>
  `${name} (${id}) is suspended: its settings are changed, but nothing is deployed.\n` +
  `  at ${dashboardUrl}\n  fix: resume it there, which deploys it (or declare suspended: false)`;

const goneError = (id: string, { urn }: Call<RenderClient>) =>
  new RenderApiError({
    code: "RENDER_SERVICE_GONE",
    what: `service ${id} does not exist any more`,
    where: urn,
    fix: "pulumi refresh, then pulumi up creates it anew",
  });
