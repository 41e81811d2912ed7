import type { Call, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { isGone, RenderApiError } from "../api/errors.ts";
import { plainText } from "../api/plain-text.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { deployStateOf, failureOf } from "./deploy-states.ts";
import type { GitServiceInputs, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { observedInputs } from "./observe.ts";

export interface ReadService<Inputs, State> {
  readonly inputs: Inputs;
  readonly state: State;
  readonly faults?: readonly string[];
}

/**
 * A service as it stands, in three requests: from its id alone (import), or with what is known (refresh).
 * `undefined` when it is gone. A failed newest deploy is a fault, so that the next update starts a new one.
 */
export async function readService<Inputs extends GitServiceInputs, State extends ServiceState>(
  call: Call<RenderClient>,
  kind: Kind<State>,
  id: string,
  known: Known<Inputs, State> | undefined,
): Promise<ReadService<Inputs, State> | undefined> {
  if (!/^srv-[0-9a-z]+$/.test(id)) throw notAnId(call, kind, id);
  const service = await call.client.services.find(id, call);
  if (!service) return undefined;
  if (service.type !== kind.type || !service.repo) throw notThisKind(call, kind, service);
  try {
    const [env, [deploy]] = await Promise.all([
      call.client.envVars.all(id, call),
      call.client.deploys.newest(id, 1, call),
    ]);
    // Values of enumerations may be newer than the schema; they show as drift instead of stopping the refresh.
    const inputs = observedInputs(service, env, known?.inputs) as unknown as Inputs;
    const faults = faultsOf(service, deploy);
    return { inputs, state: kind.stateOf(service, deploy), ...(faults.length > 0 && { faults }) };
  } catch (error) {
    // Deleted between the requests.
    if (isGone(error)) return undefined;
    throw error;
  }
}

function faultsOf(service: Service, deploy: Deploy | undefined): string[] {
  if (!deploy || service.suspended === "suspended" || deployStateOf(deploy.status) !== "failed") return [];
  const { what, fix } = failureOf(deploy.status);
  return [
    `RENDER_DEPLOY_FAILED: the newest deploy of ${service.name}, ${deploy.id}, ended as ${deploy.status}: ${what}\n` +
      `  at ${service.dashboardUrl}/deploys/${deploy.id}\n  fix: ${fix}`,
  ];
}

const notAnId = ({ urn, name }: Call<RenderClient>, { token }: Kind, id: string) =>
  new RenderApiError({
    code: "RENDER_NOT_A_SERVICE_ID",
    what: `${JSON.stringify(plainText(id, 80))} is not the id of a service; expected srv-… as in the service's address in the Dashboard`,
    where: urn,
    fix: `pulumi import ${token} ${name} srv-…`,
  });

const notThisKind = ({ urn }: Call<RenderClient>, { type, token }: Kind, service: Service) =>
  new RenderApiError({
    code: "RENDER_OTHER_KIND",
    what:
      service.type === type
        ? `service ${service.id} runs an image; ${token} is built from a Git repository`
        : `service ${service.id} is a ${plainText(service.type, 40)}; ${token} is a ${type}`,
    where: urn,
    fix: "import the id of another service",
  });
