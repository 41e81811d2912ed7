import type { Deploy, Service } from "../api/schemas.ts";
import { sameGroups } from "./env-groups.ts";
import { type FieldName, fieldNames, sameValue } from "./fields.ts";
import type { ServiceInputs, ServiceState } from "./inputs.ts";
import type { Texts } from "./keyed-set.ts";
import type { Kind } from "./kind.ts";
import { withoutMarker } from "./marker.ts";
import { broughtAlong, foreignTo, ungivenOf } from "./runtimes.ts";

/** What stands at Render beside the service itself; what was not asked for is missing. */
export interface Given {
  readonly env: Texts;
  readonly secretFiles?: Texts | undefined;
  readonly envGroups?: readonly string[] | undefined;
}

/** Inputs of a service as Render has them; enumerations may have members that are newer than this provider. */
export type Observed = Record<string, unknown> & { readonly env: Record<string, string> };

/**
 * The inputs that would make the service as it stands. What equals Render's default is left out, so that an import
 * reads as one would write it; `known` inputs keep their spelling where Render takes both for the same.
 */
export function observedInputs(
  kind: Pick<Kind, "inputs">,
  service: Service,
  { env, secretFiles, envGroups }: Given,
  known?: Partial<ServiceInputs> & Readonly<Record<string, unknown>>,
): Observed {
  const details = service.serviceDetails;
  const runtime = details.runtime ?? details.env ?? "";
  const commands = details.envSpecificDetails ?? {};
  const { buildCommand, startCommand, dockerfilePath, dockerContext, dockerCommand } = commands;
  const raw: Record<FieldName, unknown> = {
    name: service.name,
    repo: service.repo,
    branch: service.branch,
    rootDir: service.rootDir,
    autoDeployTrigger: autoDeployOf(service),
    buildFilter: service.buildFilter && {
      paths: service.buildFilter.paths ?? [],
      ignoredPaths: service.buildFilter.ignoredPaths ?? [],
    },
    runtime,
    image: imageOf(service),
    plan: details.plan,
    schedule: details.schedule,
    healthCheckPath: details.healthCheckPath,
    preDeployCommand: commands.preDeployCommand ?? details.preDeployCommand,
    maxShutdownDelaySeconds: details.maxShutdownDelaySeconds,
    previewGeneration:
      details.previews?.generation ?? (details.pullRequestPreviewsEnabled === "yes" ? "automatic" : "off"),
    ...{ buildCommand, startCommand, dockerfilePath, dockerContext, dockerCommand },
  };
  // What this runtime does not have stands as it does where nobody gives it.
  for (const name of foreignTo(runtime)) raw[name] = ungivenOf(name);
  const inputs: Record<string, unknown> = {
    ownerId: service.ownerId,
    region: details.region ?? known?.region,
  };
  // Where Render scales by itself, its count is no change that somebody made.
  if (kind.inputs.has("numInstances"))
    inputs.numInstances = (isAutoscaled(service) ? known?.numInstances : undefined) ?? details.numInstances ?? 1;
  for (const name of fieldNames) {
    if (!kind.inputs.has(name)) continue;
    const spelled = known && sameValue(name, raw[name], known[name]) ? known[name] : (raw[name] ?? undefined);
    const asDefault = !known && sameValue(name, spelled, undefined);
    if (spelled !== undefined && !asDefault) inputs[name] = spelled;
  }
  return { ...inputs, ...asDeclared({ secretFiles, envGroups }, service, known), env: withoutMarker(env) };
}

/** What a program may leave out, so that it stays as it is: observed where it was declared, or where an import finds it. */
function asDeclared(
  { secretFiles = {}, envGroups = [] }: Omit<Given, "env">,
  { suspended, notifyOnFail: told }: Service,
  known: Partial<ServiceInputs> | undefined,
): Record<string, unknown> {
  const isSuspended = suspended === "suspended";
  const notifyOnFail = told ?? "default";
  const declared = (name: "secretFiles" | "envGroups" | "suspended" | "notifyOnFail", found: boolean) =>
    known ? known[name] !== undefined : found;
  const spelled = known?.envGroups && sameGroups(known.envGroups, envGroups) ? known.envGroups : [...envGroups];
  return {
    ...(declared("secretFiles", Object.keys(secretFiles).length > 0) && { secretFiles: { ...secretFiles } }),
    ...(declared("envGroups", envGroups.length > 0) && { envGroups: spelled }),
    ...(declared("suspended", isSuspended) && { suspended: isSuspended }),
    ...(declared("notifyOnFail", notifyOnFail !== "default") && { notifyOnFail }),
  };
}

function imageOf({ imagePath, registryCredential }: Service) {
  if (!imagePath) return undefined;
  return { path: imagePath, ...(registryCredential && { registryCredentialId: registryCredential.id }) };
}

/** What deploys by itself; of an image nothing does, whatever its setting says. */
export function autoDeployOf({ imagePath, autoDeployTrigger, autoDeploy }: Service): string {
  if (imagePath) return "off";
  return autoDeployTrigger ?? (autoDeploy === "no" ? "off" : "commit");
}

/** Autoscaling, which has no input here, was switched on by hand: the number of instances follows the load. */
export const isAutoscaled = ({ serviceDetails }: Service): boolean => serviceDetails.autoscaling?.enabled === true;

/** The fields of `want` that differ from what is observed; only those of the wanted runtime. */
export function differingFields(observed: Observed, want: ServiceInputs): FieldName[] {
  const wanted: Readonly<Record<string, unknown>> = want;
  const foreign = foreignTo(want.runtime);
  const fresh = broughtAlong(observed.runtime, want.runtime);
  return fieldNames.filter(
    (name) => !foreign.includes(name) && (fresh.includes(name) || !sameValue(name, observed[name], wanted[name])),
  );
}

/** The outputs of a service with its newest deploy. */
export const stateOf = (service: Service, deploy: Deploy | undefined): ServiceState => ({
  serviceId: service.id,
  slug: service.slug,
  dashboardUrl: service.dashboardUrl,
  suspended: service.suspended === "suspended",
  ...deployState(deploy),
});

const deployState = (deploy: Deploy | undefined) => ({
  deployId: deploy?.id ?? "",
  deployStatus: deploy?.status ?? "",
  commitId: deploy?.commit?.id ?? "",
});
