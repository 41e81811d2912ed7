import type { Call } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { envVarList } from "../api/env-vars.ts";
import { RenderApiError } from "../api/errors.ts";
import { plainText } from "../api/plain-text.ts";
import type { Service } from "../api/schemas.ts";
import { secretFileList } from "../api/secret-files.ts";
import { bodyOf, fieldNames, put } from "./fields.ts";
import { type ServiceInputs, secretsOf } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import { MARKER } from "./marker.ts";
import { foreignTo } from "./runtimes.ts";

/** A service that exists now. `continued`: it was begun by an earlier run, so its settings may be those of that run. */
export interface Made {
  readonly service: Service;
  /** Its first deploy; unknown when it is continued. */
  readonly deployId: string | undefined;
  readonly continued: boolean;
}

/**
 * Makes the service, or continues one that an earlier create of the same resource left behind when it was killed.
 * A service of this name that carries no or another resource's marker is never touched.
 * @throws RenderApiError `RENDER_NAME_TAKEN`
 */
export async function createService(call: Call<RenderClient>, kind: Kind, want: ServiceInputs): Promise<Made> {
  const begun = await findBegun(call, kind, want);
  if (begun) return begun;
  const attempt = async (): Promise<Made> => {
    const body = createBody(call, kind, want);
    const { service, deployId } = await call.client.services.create(body, secretsOf(want), call);
    return { service, deployId: deployId ?? undefined, continued: false };
  };
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof RenderApiError) || !(error.maybeDone || error.status === 400 || error.status === 409))
      throw error;
    // No answer came, or somebody was faster: see who has the name now. It is unique, so a second try makes no second one.
    const found = await findBegun(call, kind, want, error);
    if (found) return found;
    if (error.maybeDone) return attempt();
    throw error;
  }
}

async function findBegun(
  call: Call<RenderClient>,
  kind: Kind,
  want: ServiceInputs,
  cause?: unknown,
): Promise<Made | undefined> {
  const service = await call.client.services.named(want.ownerId, want.name, call);
  if (!service) return undefined;
  const marker = await call.client.envVars.find(service.id, MARKER, call);
  // A replacement has the same URN as what it replaces; that one differs in what cannot be changed. One that was asked for
  // with `--replace` does not, and nothing tells it from a killed create: so our class always deletes before it replaces.
  const own = marker === call.urn && service.type === kind.type && service.serviceDetails.region === want.region;
  if (!own) throw nameTaken(call, kind, service, marker, cause);
  call.progress(`service ${service.id} was begun by an earlier run that was stopped; going on with it`);
  return { service, deployId: undefined, continued: true };
}

function createBody(call: Call<RenderClient>, kind: Kind, want: ServiceInputs): Record<string, unknown> {
  const inputs: Readonly<Record<string, unknown>> = want;
  const foreign = foreignTo(want.runtime);
  const given = fieldNames.filter((name) => inputs[name] !== undefined && !foreign.includes(name));
  const body = { type: kind.type, ownerId: want.ownerId, ...bodyOf(given, inputs) };
  put(body, ["serviceDetails", "region"], want.region);
  if (want.numInstances !== undefined) put(body, ["serviceDetails", "numInstances"], want.numInstances);
  const envVars = envVarList({ ...want.env, [MARKER]: call.urn });
  return { ...body, envVars, ...(want.secretFiles && { secretFiles: secretFileList(want.secretFiles) }) };
}

function nameTaken(call: Call<RenderClient>, kind: Kind, found: Service, marker: string | undefined, cause: unknown) {
  const whose = marker ? `it was made for the resource ${plainText(marker, 300)}` : "it was not made by Pulumi";
  const fix =
    found.type === kind.type
      ? `pulumi import ${kind.token} ${call.name} ${found.id} (to manage it from here), or choose another name`
      : `choose another name: it is a ${plainText(found.type, 40)}, which cannot be imported as ${kind.token}`;
  return new RenderApiError({
    code: "RENDER_NAME_TAKEN",
    what: `a service named ${JSON.stringify(found.name)} exists in workspace ${found.ownerId} (${found.id}; ${whose})`,
    where: call.urn,
    fix,
    cause,
  });
}
