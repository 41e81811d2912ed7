import { z } from "zod";
import { alongOtherFaults, refuse } from "./rule.ts";
import { ENV_NAME, envName, text } from "./text.ts";

/** What another part of the stack knows only once it exists, by the name used in `{ output: … }`. */
export const outputNames = ["api.url", "frontend.url", "origins", "queue.url"] as const;
export type OutputName = (typeof outputNames)[number];

const literal = z.union([z.string(), z.number(), z.boolean()]);

const fromSecret = z
  .strictObject({
    secret: text(ENV_NAME, {
      expected: "the name of a secret under cutover:secrets",
      description: "The name of a secret under cutover:secrets",
      examples: ["OPENAI_API_KEY"],
    }),
  })
  .meta({ title: "A secret" });

const fromOutput = <const Names extends readonly OutputName[]>(names: Names) =>
  z
    .strictObject({
      output: z.enum(names).meta({
        description:
          "api.url and frontend.url are https addresses without a trailing slash; origins is cutover:origins joined by commas; queue.url is the address of the key value store, a secret",
      }),
    })
    .meta({ title: "Another part's output" });

/** A literal keeps its type, so that policies can judge it. */
const source = <const Names extends readonly OutputName[]>(...names: Names) =>
  z.union([literal, fromSecret, fromOutput(names)]).meta({
    description: "The value of one variable; always text where it is used",
    patternErrorMessage: `expected a literal, { secret: NAME } or { output: ${names.join(" | ")} }`,
    examples: ["info", { secret: "OPENAI_API_KEY" }, { output: "origins" }],
  });

/** A service's own address is not known while it is being made, so the API cannot have api.url, nor what it shares. */
const apiSource = source("frontend.url", "origins", "queue.url");
const workerSource = source("api.url", "frontend.url", "origins", "queue.url");
/** Whatever the frontend has may end up in a browser, so it cannot have queue.url. */
const frontendSource = source("api.url", "frontend.url", "origins");

const variables = <Source extends z.ZodType>(of: Source, description: string) =>
  z.record(envName, of).default({}).meta({ description });

/** The services of the backend, by the name that config gives them. */
export const backendRoles = ["api", "worker", "scheduler"] as const;
export type BackendRole = (typeof backendRoles)[number];

/** The environment variables of both halves. What the services of the backend share stands once. */
export const env = z
  .strictObject({
    backend: variables(apiSource, "Environment variables that all services on Render share"),
    api: variables(apiSource, "What only the API has besides"),
    worker: variables(workerSource, "What only the worker has besides"),
    scheduler: variables(workerSource, "What only the scheduler has besides"),
    frontend: variables(frontendSource, "Environment variables of the Vercel project, Production only"),
  })
  .superRefine(contradictNothingShared, alongOtherFaults)
  .prefault({})
  .meta({ title: "Env", description: "Environment variables, by name" });

/**
 * Secrets by name; a value arrives decrypted when the program runs and must not be shown.
 * The only place for encrypted values: one anywhere else would make its whole section unreadable for plans and policies.
 */
export const secrets = z
  .record(envName, z.string().min(1).meta({ description: "A secret value; encrypted in the file" }))
  .default({})
  .meta({
    title: "Secrets",
    description: "Set with: pulumi config set --secret --path cutover:secrets.NAME --stack STACK",
  });

/** Where an environment variable's value comes from. */
export type EnvSource = z.output<typeof workerSource>;
export type EnvConfig = z.output<typeof env>;

/** Everything one service of the backend is given: what it shares with the others, and its own. */
export function envOf(env: EnvConfig, role: BackendRole): Readonly<Record<string, EnvSource>> {
  return { ...env.backend, ...env[role] };
}

const Sides = z.looseObject({ backend: z.record(z.string(), z.unknown()).catch({}) });

/** A variable that means one thing here and another there is best not shared at all. */
function contradictNothingShared(value: unknown, ctx: z.core.$RefinementCtx): void {
  const sides = Sides.safeParse(value).data;
  for (const role of backendRoles)
    for (const key of Object.keys(z.record(z.string(), z.unknown()).safeParse(sides?.[role]).data ?? {}))
      if (key in (sides?.backend ?? {}))
        refuse(ctx, [role, key], `no variable that env.backend sets for all services; move it to where it differs`, {
          remove: true,
        });
}
