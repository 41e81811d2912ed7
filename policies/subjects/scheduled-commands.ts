import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";

/** A command that runs by the clock, and the workers that run the same program without an end. */
export interface ScheduledCommand {
  readonly name: string;
  readonly urn?: string;
  readonly command: Plain;
  readonly runs: boolean;
  readonly twins: readonly string[];
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfScheduler {
  readonly services: Readonly<
    Record<string, { readonly name: string; readonly startCommand?: unknown; readonly suspended?: unknown } | undefined>
  >;
}

const CRON_JOB = "render:index:CronJob";
const WORKER = "render:index:BackgroundWorker";

/** Cron jobs on Render, beside the workers of the stack. */
export const scheduledCommands: WholeSubjects<ScheduledCommand, ConfigOfScheduler> = {
  description: "cron jobs on Render",
  types: new Set([CRON_JOB, WORKER]),

  ofStack(resources) {
    const running = resources.filter(({ type }) => type === WORKER).map(ofResource);
    return resources
      .filter(({ type }) => type === CRON_JOB)
      .map((resource) =>
        withTwins({ ...ofResource(resource), ...(resource.urn ? { urn: resource.urn } : {}) }, running),
      );
  },

  ofConfig({ services: { scheduler, worker } }) {
    const of = (service: NonNullable<typeof scheduler>) => ({
      name: service.name,
      command: typeof service.startCommand === "string" ? service.startCommand : null,
      runs: service.suspended !== true,
    });
    return scheduler ? [withTwins(of(scheduler), worker ? [of(worker)] : [])] : [];
  },
};

type Command = Omit<ScheduledCommand, "twins">;

function ofResource({ name, properties }: JudgedResource): Command {
  const { name: ownName, startCommand, dockerCommand, suspended } = properties();
  return {
    name: typeof ownName === "string" ? ownName : name,
    command: startCommand ?? dockerCommand ?? null,
    runs: suspended !== true,
  };
}

function withTwins(scheduled: Command, workers: readonly Command[]): ScheduledCommand {
  const program = programOf(scheduled.command);
  const twins = workers.filter(({ command, runs }) => runs && program !== undefined && programOf(command) === program);
  return { ...scheduled, twins: scheduled.runs ? twins.map(({ name }) => name) : [] };
}

/** The script or module that a command runs, without folders and ending: `run_scheduler` of `python scripts/run_scheduler.py`. */
export function programOf(command: Plain): string | undefined {
  if (command instanceof Unknown || typeof command !== "string") return undefined;
  const words = command.split(/\s+/);
  const module = words.indexOf("-m");
  const word = module >= 0 ? words[module + 1] : words.find((one) => /\.(py|js|mjs|cjs|ts|rb|sh)$/.test(one));
  return word?.replace(/\.(py|js|mjs|cjs|ts|rb|sh)$/, "").replace(/^.*[/.]/, "");
}
