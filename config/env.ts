import { z } from "zod";
import { ENV_NAME, envName, text } from "./text.ts";

/** What another part of the stack knows only once it exists, by the name used in `{ output: … }`. */
export type OutputName = "api.url" | "frontend.url" | "origins";

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
          "api.url and frontend.url are https addresses without a trailing slash; origins is cutover:origins joined by commas",
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

/** A service's own address is not known while it is being made, so the backend cannot have api.url. */
const backendSource = source("frontend.url", "origins");
const frontendSource = source("api.url", "frontend.url", "origins");

/** The environment variables of both halves. */
export const env = z
  .strictObject({
    backend: z
      .record(envName, backendSource)
      .default({})
      .meta({ description: "Environment variables of the services on Render" }),
    frontend: z
      .record(envName, frontendSource)
      .default({})
      .meta({ description: "Environment variables of the Vercel project, Production only" }),
  })
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
export type EnvSource = z.output<typeof frontendSource>;
