import { BACKGROUND_WORKER, CRON_JOB, PRIVATE_SERVICE, WEB_SERVICE } from "../resource-types.ts";
import type { JudgedResource, Subjects } from "../rule.ts";
import type { PlainRecord } from "../unknown.ts";

/** A service on Render that runs the app's code. */
export interface RenderService {
  readonly name: string;
  /** Under which name `cutover:services` has it. */
  readonly section: "api" | "worker" | "scheduler";
  /** Whether it is the worker that stands in for the scheduler's cron job (S1.13). */
  readonly continuous: boolean;
  /** Its inputs by Render's names for them; what is left out is not there. */
  readonly inputs: PlainRecord;
}

/** Web and private services, workers and cron jobs. None of their rules is applied to the configuration alone. */
export const renderServices = servicesOf(
  "services on Render",
  WEB_SERVICE,
  PRIVATE_SERVICE,
  BACKGROUND_WORKER,
  CRON_JOB,
);

/** Services that go on until they are stopped, and serve no requests. */
export const backgroundWorkers = servicesOf("workers on Render", BACKGROUND_WORKER);

function servicesOf(description: string, ...types: readonly string[]): Subjects<RenderService, unknown> {
  return { description, types: new Set(types), ofResource: renderService, ofConfig: () => [] };
}

/** One resource of these types as a service. */
export function renderService({ type, name, properties }: JudgedResource): RenderService {
  const inputs = properties();
  const label = typeof inputs.name === "string" ? inputs.name : name;
  const continuous = type === BACKGROUND_WORKER && (name.endsWith("-continuous") || label.endsWith("-continuous"));
  const section = continuous || type === CRON_JOB ? "scheduler" : type === BACKGROUND_WORKER ? "worker" : "api";
  return { name: label, section, continuous, inputs };
}
