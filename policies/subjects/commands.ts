import { z } from "zod";
import type { ReadConfig, StackFacts } from "../facts.ts";
import { keyOf } from "../render/service-key.ts";
import { LOCAL_COMMAND } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { renderService, renderServices } from "./render-services.ts";
import { vercelProjects } from "./vercel-projects.ts";

/** A command that a vendor, or whoever releases, runs. */
export interface Command {
  /** The service, project or gate. */
  readonly name: string;
  readonly urn?: string;
  /** `startCommand`, `run` */
  readonly what: string;
  /** One line for a shell, or a program with its arguments. */
  readonly command: string | readonly string[];
  /** The side of `cutover:env` with which it runs; undefined where it has none. */
  readonly side: "backend" | "frontend" | undefined;
  /** The key of the configuration that holds it; undefined where none does. */
  at(): string | undefined;
}

const OF_SERVICE = ["buildCommand", "startCommand", "preDeployCommand", "dockerCommand"] as const;
const OF_PROJECT = ["installCommand", "buildCommand", "devCommand", "ignoreCommand"] as const;
const OF_LOCAL_COMMAND = ["create", "update", "delete"] as const;

/** Commands of services, projects, release gates, and of the machine that runs Pulumi. */
export const commands: WholeSubjects<Command, object> = {
  description: "commands that build, start and release",
  types: new Set([...renderServices.types, ...vercelProjects.types, LOCAL_COMMAND]),
  ofStack(resources, stack) {
    const running = resources.flatMap((resource) => ofResource(resource, stack));
    const told = new Set(running.map(({ command }) => command));
    // What rests, such as a worker in the cron job's place, is in the configuration only.
    return [...running, ...configured(stack.section).filter(({ command }) => !told.has(command))];
  },
  ofConfig: (config) => configured((key) => Reflect.get(config, key)),
};

function configured(section: ReadConfig): Command[] {
  const services = Object.entries(Parts.parse(section("services"))).flatMap(([role, service]) => [
    ...linesOf(service, OF_SERVICE, `services.${role}`, "backend"),
    ...linesOf(Part.parse(service.continuous), OF_SERVICE, `services.${role}.continuous`, "backend"),
  ]);
  const frontend = linesOf(Part.parse(section("frontend")), OF_PROJECT, "frontend", "frontend");
  return [...services, ...frontend, ...gatesIn(section)];
}

const Part = z.record(z.string(), z.unknown()).catch({});
const Parts = z.record(z.string(), Part).catch({});
const Gates = z
  .array(
    z.object({ name: z.string().catch("a gate"), run: z.array(z.string()).catch([]) }).catch({ name: "", run: [] }),
  )
  .catch([]);

const gatesIn = (section: ReadConfig): Command[] =>
  Gates.parse(section("releaseGates") ?? []).map(({ name, run }, index) => ({
    name,
    what: "run",
    command: run,
    side: undefined,
    at: () => `cutover:releaseGates[${index}].run`,
  }));

type Part = z.output<typeof Part>;

const linesOf = (part: Part, keys: readonly string[], path: string, side: Command["side"]): Command[] =>
  keys.flatMap((what) => {
    const command = part[what];
    const name = typeof part.name === "string" ? part.name : path;
    return typeof command === "string" ? [{ name, what, command, side, at: () => `cutover:${path}.${what}` }] : [];
  });

function ofResource(resource: JudgedResource, stack: StackFacts): Command[] {
  const { type, urn } = resource;
  const place = urn ? { urn } : {};
  const inputs = resource.properties();
  const lines = (
    keys: readonly string[],
    name: string,
    side: Command["side"],
    at: (what: string) => string | undefined,
  ) =>
    keys.flatMap((what): Command[] => {
      const command = inputs[what];
      if (typeof command !== "string") return [];
      return [{ name, ...place, what, command, side, at: () => at(what) }];
    });
  if (type === LOCAL_COMMAND) return lines(OF_LOCAL_COMMAND, resource.name, undefined, () => undefined);
  if (vercelProjects.types.has(type)) {
    const project = vercelProjects.ofResource(resource).name;
    return lines(OF_PROJECT, project, "frontend", (what) => `cutover:frontend.${what}`);
  }
  const service = renderService(resource);
  return lines(OF_SERVICE, service.name, "backend", (what) => keyOf(stack, service, what));
}
