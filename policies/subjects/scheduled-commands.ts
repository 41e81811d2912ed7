import { BACKGROUND_WORKER, CRON_JOB, PRIVATE_SERVICE, WEB_SERVICE } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";

/** A command that runs by the clock, and the services that run the same program without an end. */
export interface ScheduledCommand {
  readonly name: string;
  readonly urn?: string;
  /** null where it has none. */
  readonly schedule: Plain;
  readonly command: Plain;
  /** Whether it is not suspended. */
  readonly runs: boolean;
  /** Those of them that are not suspended. */
  readonly twins: readonly string[];
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfScheduler {
  readonly services: Readonly<
    Record<
      string,
      | {
          readonly name: string;
          readonly schedule?: unknown;
          readonly startCommand?: unknown;
          readonly suspended?: unknown;
        }
      | undefined
    >
  >;
}

const GOING_ON = new Set([WEB_SERVICE, PRIVATE_SERVICE, BACKGROUND_WORKER]);

/** Cron jobs on Render, beside the services of the stack that run without an end. */
export const scheduledCommands: WholeSubjects<ScheduledCommand, ConfigOfScheduler> = {
  description: "cron jobs on Render",
  types: new Set([CRON_JOB, ...GOING_ON]),

  ofStack(resources) {
    const twins = twinsAmong(resources.filter(({ type }) => GOING_ON.has(type)).map(ofResource));
    return resources
      .filter(({ type }) => type === CRON_JOB)
      .map((resource) => {
        const scheduled = ofResource(resource);
        return { ...scheduled, ...(resource.urn ? { urn: resource.urn } : {}), twins: twins(scheduled) };
      });
  },

  ofConfig({ services: { scheduler, worker, api } }) {
    const of = (service: NonNullable<typeof scheduler>) => ({
      name: service.name,
      schedule: typeof service.schedule === "string" ? service.schedule : null,
      command: typeof service.startCommand === "string" ? service.startCommand : null,
      runs: service.suspended !== true,
    });
    if (!scheduler) return [];
    const twins = twinsAmong([api, worker].flatMap((service) => (service ? [of(service)] : [])));
    const scheduled = of(scheduler);
    return [{ ...scheduled, twins: twins(scheduled) }];
  },
};

type Command = Omit<ScheduledCommand, "twins">;

function ofResource({ name, properties }: JudgedResource): Command {
  const { name: ownName, schedule, startCommand, dockerCommand, suspended } = properties();
  return {
    name: typeof ownName === "string" ? ownName : name,
    schedule: schedule ?? null,
    command: startCommand ?? dockerCommand ?? null,
    runs: suspended !== true,
  };
}

/** By program, so that a stack with many services is gone through once. */
function twinsAmong(others: readonly Command[]): (scheduled: Command) => readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, command, runs } of others) {
    const program = runs ? programOf(command) : undefined;
    if (program === undefined) continue;
    const same = names.get(program);
    if (same) same.push(name);
    else names.set(program, [name]);
  }
  return ({ command }) => names.get(programOf(command) ?? "") ?? [];
}

const SCRIPT = /\.(py|js|mjs|cjs|ts|mts|rb|sh|php)$/;

/**
 * What a command runs, without folders, endings and flags: `run_scheduler` of `python scripts/run_scheduler.py --once`.
 * A first word after it belongs to it: `manage clearsessions` and `manage qcluster` are two programs.
 */
export function programOf(command: Plain): string | undefined {
  if (command instanceof Unknown || typeof command !== "string") return undefined;
  const words = command.split(/\s+/).map((word) => word.replace(/^['"]|['"]$/g, ""));
  const module = words.indexOf("-m");
  const named = words.findIndex((word) => SCRIPT.test(word));
  const script = named >= 0 ? named : words.findIndex((word) => /^\.{0,2}\/.*\w$/.test(word));
  const npm = words.findIndex((word, at) => /^(npm|pnpm|yarn|bun)$/.test(word) && words[at + 1] === "run");
  const at = module >= 0 ? module + 1 : npm >= 0 ? npm + 2 : script;
  const program = words[at]?.replace(SCRIPT, "").replace(/^.*[/.]/, "");
  if (!program) return undefined;
  const next = words[at + 1] ?? "";
  return /^[a-z][\w:-]*$/i.test(next) ? `${program} ${next}` : program;
}
