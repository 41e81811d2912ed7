import { badRequest, notFound } from "../api-error.ts";
import type { Disk } from "./disk.ts";
import { normalImagePath } from "./image-path.ts";
import type { RegistryCredential } from "./registry-credential.ts";
import type { ServicePatch, ServicePost } from "./service-request.ts";
import { ownDetails, type ServiceType } from "./service-type.ts";
import { defaults, paidPlans, type Settings } from "./settings.ts";

/**
 * Settings after a PATCH, in Render's normal form: one auto-deploy trigger, a tagged image, no empty build filter,
 * commands only of the runtime in use. What is left out stays; null returns to the default.
 * @throws ApiError 400 for what does not go together.
 */
export function configure(
  type: ServiceType,
  current: Settings,
  sent: ServicePatch,
  credentials: Credentials,
): Settings {
  const details = ownDetails(type, sent.serviceDetails ?? {});
  const commands = details.envSpecificDetails ?? {};
  const runtime = choose(details.runtime, current.runtime, current.runtime);
  const previews = choose(details.previews?.generation, current.previews, defaults.previews);
  const settings: Settings = {
    ...current,
    runtime,
    // A service has one source: another kind of it takes the place of the one before, as Render's own Terraform provider
    // relies on. (It is not in the recordings.)
    repo: choose(sent.repo, sent.image ? undefined : current.repo, undefined),
    branch: choose(sent.branch, sent.image ? undefined : current.branch, undefined),
    imagePath: imagePathOf(sent.image, sent.repo ? undefined : current.imagePath),
    registryCredential: credentialOf(
      sent.image ? sent.image.registryCredentialId : commands.registryCredentialId,
      current,
      credentials,
    ),
    rootDir: choose(sent.rootDir, current.rootDir, defaults.rootDir),
    autoDeployTrigger: triggerOf(sent, current),
    buildFilter: filterOf(sent.buildFilter, current.buildFilter),
    buildCommand: choose(
      type === "static_site" ? details.buildCommand : commands.buildCommand,
      current.buildCommand,
      "",
    ),
    startCommand: choose(commands.startCommand, current.startCommand, ""),
    dockerCommand: choose(commands.dockerCommand, current.dockerCommand, ""),
    dockerContext: choose(commands.dockerContext, current.dockerContext, "") || (runtime === "docker" ? "." : ""),
    dockerfilePath:
      choose(commands.dockerfilePath, current.dockerfilePath, "") || (runtime === "docker" ? "./Dockerfile" : ""),
    // A command that was never set stays unset when it is sent empty.
    preDeployCommand: choose(details.preDeployCommand, current.preDeployCommand, undefined) || emptied(current),
    healthCheckPath: choose(details.healthCheckPath, current.healthCheckPath, defaults.healthCheckPath),
    maintenanceMode: choose(details.maintenanceMode, current.maintenanceMode, defaults.maintenanceMode),
    plan: choose(details.plan, current.plan, defaults.plan),
    previews,
    pullRequestPreviews:
      previews === "automatic"
        ? "yes"
        : choose(details.pullRequestPreviewsEnabled, current.pullRequestPreviews, defaults.pullRequestPreviews),
    maxShutdownDelaySeconds: choose(details.maxShutdownDelaySeconds, current.maxShutdownDelaySeconds, undefined),
    renderSubdomainPolicy: choose(details.renderSubdomainPolicy, current.renderSubdomainPolicy, undefined),
    ipAllowList: choose(details.ipAllowList, current.ipAllowList, undefined),
    cache: choose(details.cache, current.cache, undefined),
    schedule: choose(details.schedule, current.schedule, defaults.schedule),
    publishPath: choose(details.publishPath, current.publishPath, defaults.publishPath),
  };
  refuseContradictions(type, settings, commands);
  return settings;
}

/** Settings of a new service. @param newDisk names and dates its disk, if it has one. @throws ApiError 400 as `configure` does. */
export function configureNew(
  { serviceDetails, type, ...sent }: ServicePost,
  newDisk: () => Pick<Disk, "id" | "createdAt" | "updatedAt">,
  credentials: Credentials,
): Settings {
  const { env, region, numInstances, autoscaling, disk, ...details } = ownDetails(type, serviceDetails);
  const runtime = type === "static_site" ? "static" : (details.runtime ?? env);
  if (!runtime) throw badRequest("serviceDetails.runtime: required");
  if (env && env !== runtime) throw badRequest("serviceDetails.env: differs from serviceDetails.runtime");
  const { repo, branch, image, autoDeploy, autoDeployTrigger, buildFilter, rootDir } = sent;
  const start: Settings = {
    ...defaults,
    runtime,
    region: region ?? defaults.region,
    numInstances: numInstances ?? defaults.numInstances,
    autoscaling: autoscaling ?? undefined,
    disk: disk ? { ...newDisk(), ...disk } : undefined,
  };
  const source = { repo, branch: branch || (image ? undefined : "main"), image };
  const others = { autoDeploy, autoDeployTrigger, buildFilter, rootDir };
  return configure(type, start, { ...source, ...others, serviceDetails: details }, credentials);
}

type Credentials = ReadonlyMap<string, RegistryCredential>;

/** The credential of a registry that is sent by its id. @throws ApiError 404 */
function credentialOf(
  id: string | null | undefined,
  { registryCredential }: Settings,
  credentials: Credentials,
): RegistryCredential | undefined {
  if (id === undefined) return registryCredential;
  if (!id) return undefined;
  const credential = credentials.get(id);
  if (!credential) throw notFound(id);
  return credential;
}

const choose = <T>(sent: T | null | undefined, current: T, unset: T): T =>
  sent === undefined ? current : (sent ?? unset);

const emptied = ({ preDeployCommand }: Settings) => (preDeployCommand === undefined ? undefined : "");

function triggerOf({ autoDeploy, autoDeployTrigger }: ServicePatch, current: Settings): Settings["autoDeployTrigger"] {
  if (autoDeployTrigger) return autoDeployTrigger;
  if (autoDeployTrigger === null || autoDeploy === null) return defaults.autoDeployTrigger;
  if (autoDeploy === undefined) return current.autoDeployTrigger;
  if (autoDeploy === "no") return "off";
  return current.autoDeployTrigger === "off" ? "commit" : current.autoDeployTrigger;
}

function filterOf(sent: ServicePatch["buildFilter"], current: Settings["buildFilter"]): Settings["buildFilter"] {
  if (sent === undefined) return current;
  const { paths, ignoredPaths } = sent ?? {};
  return paths || ignoredPaths ? { paths: paths ?? [], ignoredPaths: ignoredPaths ?? [] } : undefined;
}

function imagePathOf(sent: ServicePatch["image"], current: string | undefined): string | undefined {
  if (!sent) return choose(sent, current, undefined);
  const path = normalImagePath(sent.imagePath);
  if (!path) throw badRequest("unable to fetch image with provided input");
  return path;
}

function refuseContradictions(
  type: ServiceType,
  settings: Settings,
  commands: Readonly<Record<string, unknown>>,
): void {
  const { runtime, repo, imagePath, plan, schedule } = settings;
  if (type === "cron_job" && !schedule) throw badRequest("serviceDetails.schedule: required");
  if (type !== "web_service" && !paidPlans.includes(plan))
    throw badRequest(`serviceDetails.plan: a ${type} has no plan ${plan}`);
  if (runtime === "image" && (repo || !imagePath)) throw badRequest("runtime image needs an image and no repo");
  if (runtime !== "image" && (!repo || imagePath)) throw badRequest(`runtime ${runtime} needs a repo and no image`);
  if (runtime === "static") return;
  const container = runtime === "image" || runtime === "docker";
  const foreign = container ? ["buildCommand", "startCommand"] : ["dockerCommand", "dockerContext", "dockerfilePath"];
  for (const name of foreign)
    if (commands[name])
      throw badRequest(`serviceDetails.envSpecificDetails.${name}: not allowed for runtime ${runtime}`);
  for (const name of container ? [] : (["buildCommand", "startCommand"] as const))
    if (!settings[name]) throw badRequest(`serviceDetails.envSpecificDetails.${name}: required for runtime ${runtime}`);
}
