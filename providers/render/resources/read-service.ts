import type { Call, Known } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { isGone, RenderApiError } from "../api/errors.ts";
import { plainText } from "../api/plain-text.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { deployStateOf } from "./deploy-states.ts";
import { groupsOf } from "./env-groups.ts";
import type { ServiceInputs, ServiceState } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { observedInputs } from "./observe.ts";
import { failureLines } from "./until-live.ts";

export interface ReadService<Inputs, State> {
  readonly inputs: Inputs;
  readonly state: State;
  readonly faults?: readonly string[];
}

/**
 * A service as it stands: from its id alone (import), or with what is known (refresh). A refresh asks twice for each service,
 * for its env vars and its newest deploy, and a third time where secret files are declared; the service itself and its env
 * groups are looked up in lists that all resources share.
 * `undefined` when it is gone. A failed newest deploy is a fault, so that the next update starts a new one.
 */
export async function readService<Inputs extends ServiceInputs, State extends ServiceState>(
  call: Call<RenderClient>,
  kind: Kind<State>,
  id: string,
  known: Known<Inputs, State> | undefined,
): Promise<ReadService<Inputs, State> | undefined> {
  if (!new RegExp(`^${kind.prefix}-[0-9a-z]+$`).test(id)) throw notAnId(call, kind, id);
  const { services, envVars, secretFiles, deploys } = call.client;
  const ownerId = known?.inputs.ownerId;
  const service = await (ownerId ? services.known(id, ownerId, call) : services.find(id, call));
  if (!service) return undefined;
  if (service.type !== kind.type || !(service.repo || service.imagePath)) throw notThisKind(call, kind, service);
  const declared = (name: "secretFiles" | "envGroups") => !known || known.inputs[name] !== undefined;
  try {
    const [env, files, groups, [deploy]] = await Promise.all([
      envVars.all(id, call),
      declared("secretFiles") ? secretFiles.all(id, call) : undefined,
      declared("envGroups") ? groupsOf(call, service.ownerId, id) : undefined,
      deploys.newest(id, 1, call),
    ]);
    const given = { env, secretFiles: files, envGroups: groups };
    // Values of enumerations may be newer than the schema; they show as drift instead of stopping the refresh.
    const inputs = observedInputs(kind, service, given, known?.inputs) as unknown as Inputs;
    if (owesDeploy(service, known)) return { inputs, state: kind.stateOf(service, undefined), faults: [owed(service)] };
    const faults = await faultsOf(call, service, deploy);
    return { inputs, state: kind.stateOf(service, deploy), ...(faults.length > 0 && { faults }) };
  } catch (error) {
    // Deleted between the requests.
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Whether the last run changed what only a deploy brings into effect, and did not get to start one. */
const owesDeploy = ({ suspended }: Service, known: Known<unknown, ServiceState> | undefined): boolean =>
  known?.state.deployId === "" && !known.state.suspended && suspended !== "suspended";

const owed = ({ id, name, dashboardUrl }: Service) =>
  `RENDER_DEPLOY_OWED: settings of ${name} (${id}) were changed by a run that could not deploy them\n` +
  `  at ${dashboardUrl}\n  fix: pulumi up deploys them`;

async function faultsOf(call: Call<RenderClient>, service: Service, deploy: Deploy | undefined): Promise<string[]> {
  if (!deploy || service.suspended === "suspended" || deployStateOf(deploy.status) !== "failed") return [];
  const lines = await failureLines(call, service, deploy, { which: "the newest deploy" });
  return [lines.join("\n")];
}

const notAnId = ({ urn, name }: Call<RenderClient>, { token, type, prefix }: Kind, id: string) =>
  new RenderApiError({
    code: "RENDER_NOT_A_SERVICE_ID",
    what: `${JSON.stringify(plainText(id, 80))} is not the id of a ${type.replaceAll("_", " ")}; expected ${prefix}-… as in its address in the Dashboard`,
    where: urn,
    fix: `pulumi import ${token} ${name} ${prefix}-…`,
  });

const notThisKind = ({ urn }: Call<RenderClient>, { type, token }: Kind, service: Service) =>
  new RenderApiError({
    code: "RENDER_OTHER_KIND",
    what:
      service.type === type
        ? `service ${service.id} is of neither a Git repository nor an image, as ${token} is`
        : `service ${service.id} is a ${plainText(service.type, 40)}; ${token} is a ${type}`,
    where: urn,
    fix: "import the id of another service",
  });
