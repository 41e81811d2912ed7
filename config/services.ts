import { z } from "zod";
import { queue, type SchedulerConfig, scheduler, type WorkerConfig, worker } from "./backend-service.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { type WebServiceConfig, webService } from "./web-service.ts";

/** The services of the backend, all in one workspace. */
export const services = z
  .strictObject({
    api: webService,
    worker: worker.exactOptional(),
    scheduler: scheduler.exactOptional(),
    queue: queue.exactOptional(),
  })
  .superRefine(haveUniqueNames, alongOtherFaults)
  .superRefine(haveWhatTheirRuntimesTake, alongOtherFaults)
  .meta({ title: "Services", description: "What runs on Render" });

/** What runs on Render. */
export type ServicesConfig = z.output<typeof services>;

/** A service beside the API with everything it takes from the API filled in. */
export type WholeService<Own extends WorkerConfig | SchedulerConfig> = Own &
  Pick<WebServiceConfig, "runtime" | "region">;

/** Keys of what is built from the repository, and of how that is done or what stands in its place. */
const REPOSITORY = ["rootDirectory", "autoDeploy", "buildFilter"] as const;
const SOURCE = { native: ["buildCommand"], docker: ["dockerfilePath", "dockerContext"], image: ["image"] } as const;

const sourceOf = (runtime: string) => (runtime === "docker" || runtime === "image" ? runtime : "native");
const repositoryKeys = (runtime: string) => (runtime === "image" ? [] : REPOSITORY);

/** The service with what it leaves out taken from the API; what belongs to another runtime is not taken. */
export function likeApi<Own extends WorkerConfig | SchedulerConfig>(
  api: WebServiceConfig,
  own: Own,
): WholeService<Own> {
  const runtime = own.runtime ?? api.runtime;
  const source = runtime === api.runtime ? SOURCE[sourceOf(runtime)] : [];
  const keys: readonly string[] = ["runtime", "region", "notifyOnFail", ...repositoryKeys(runtime), ...source];
  const inherited = Object.entries(api).filter(([key]) => keys.includes(key));
  return { ...Object.fromEntries(inherited), ...own } as WholeService<Own>;
}

const Named = z.record(z.string(), z.looseObject({ name: z.string() }).catch({ name: "" }));

/** Names are unique in a workspace; a store's name may be a service's. */
function haveUniqueNames(value: unknown, ctx: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  for (const [key, { name }] of Object.entries(Named.safeParse(value).data ?? {})) {
    if (key === "queue" || name === "") continue;
    if (seen.has(name)) refuse(ctx, [key, "name"], "a name that no other service has", { suggest: `${name}-${key}` });
    seen.add(name);
  }
}

const Commands = z.looseObject({
  runtime: z.string().optional().catch(undefined),
  startCommand: z.unknown().optional(),
});
const Backend = z.looseObject({
  api: z.looseObject({ runtime: z.string() }),
  worker: Commands.optional().catch(undefined),
  scheduler: Commands.optional().catch(undefined),
});

/** Which keys a worker or scheduler needs and takes follows from its runtime, which may be the API's. */
function haveWhatTheirRuntimesTake(value: unknown, ctx: z.core.$RefinementCtx): void {
  const backend = Backend.safeParse(value).data;
  if (!backend) return;
  const { api } = backend;
  for (const key of ["worker", "scheduler"] as const) {
    const service = backend[key];
    if (!service) continue;
    const runtime = service.runtime ?? api.runtime;
    const source = sourceOf(runtime);
    const alone = runtime !== api.runtime;
    if (source === "native" && service.startCommand === undefined)
      refuse(ctx, [key, "startCommand"], "a command on one line");
    if (alone && source === "native" && service.buildCommand === undefined)
      refuse(ctx, [key, "buildCommand"], "a command on one line");
    if (alone && source === "image" && service.image === undefined)
      refuse(ctx, [key, "image", "path"], "the image that it runs");
    const own: readonly string[] = [...repositoryKeys(runtime), ...SOURCE[source]];
    for (const foreign of [...REPOSITORY, ...Object.values(SOURCE).flat()])
      if (!own.includes(foreign) && service[foreign] !== undefined)
        refuse(ctx, [key, foreign], `no ${foreign} with runtime ${runtime}`, { remove: true });
  }
}
