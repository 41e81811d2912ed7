import { z } from "zod";
import { outputNames } from "./env.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { ENV_NAME, envName, text } from "./text.ts";

/** What a value has to be, in one word. */
const words = ["text", "url", "boolean", "integer", "secret"] as const;

const exactly = z
  .strictObject({
    is: z.union([z.string(), z.number(), z.boolean()]).meta({ description: "Exactly this", examples: ["false"] }),
  })
  .meta({ title: "One value" });
const oneOf = z
  .strictObject({ oneOf: z.array(z.string()).min(1).meta({ description: "One of these" }) })
  .meta({ title: "One of several values" });
const range = z
  .strictObject({
    min: z.int().meta({ description: "The least" }),
    max: z.int().meta({ description: "The most" }),
  })
  .meta({ title: "A whole number in a range" });
const output = z
  .strictObject({ output: z.enum(outputNames).meta({ description: "Taken from this part of the stack" }) })
  .meta({ title: "Another part's output" });

/** What is expected of one variable. */
const expectation = z.union([z.enum(words), exactly, oneOf, range, output]).meta({
  description: "A kind of value, one value, several, a range, or where it comes from",
  patternErrorMessage: `expected ${words.join(", ")}, { is: VALUE }, { oneOf: [VALUES] }, { min: N, max: N } or { output: NAME }`,
  examples: ["text", { is: false }, { oneOf: ["a", "b"] }, { min: 1, max: 100 }, { output: "queue.url" }],
});

const variables = (description: string) => z.record(envName, expectation).default({}).meta({ description });
const group = z
  .record(envName, expectation)
  .meta({ description: "Variables that belong together, each with what is expected of it" });

const side = z
  .strictObject({
    required: variables("Each must be there"),
    alternatives: z.array(group).default([]).meta({ description: "Of each group at least one must be there" }),
    together: z
      .record(z.string().min(1), group)
      .default({})
      .meta({ description: "Groups of which all are there, or none; each under a name for messages" }),
    optional: variables("May be left out; if it is there, it must be so"),
    forbidden: z
      .array(
        text(ENV_NAME, {
          expected: "letters, digits and _, not starting with a digit",
          description: "The name of an environment variable",
          examples: ["DEBUG"],
        }),
      )
      .default([])
      .meta({ description: "None of these may be there" }),
  })
  .superRefine(expectOneThingOfEach, alongOtherFaults)
  .prefault({});

/**
 * What must be true of the environment variables, wherever their values come from: every service of the backend, and the
 * frontend, are held against it by the policy `require-complete-baseline` (S1.7, S1.9, S1.10).
 */
export const baseline = z
  .strictObject({
    backend: side.meta({ description: "What every service on Render must have" }),
    frontend: side.meta({ description: "What the Vercel project must have" }),
  })
  .prefault({})
  .meta({
    title: "Baseline",
    description: "What the environment variables must be; a policy holds every plan against it",
  });

const Names = z.record(z.string(), z.unknown()).catch({});
const Side = z
  .object({
    required: Names,
    alternatives: z.array(Names).catch([]),
    together: z.record(z.string(), Names).catch({}),
    optional: Names,
    forbidden: z.array(z.string()).catch([]),
  })
  .catch({ required: {}, alternatives: [], together: {}, optional: {}, forbidden: [] });

/** A variable in two places of a baseline would be expected to be two things. */
function expectOneThingOfEach(value: unknown, ctx: z.core.$RefinementCtx): void {
  const { required, alternatives, together, optional, forbidden } = Side.parse(value ?? {});
  const places: (readonly [path: readonly (string | number)[], name: string])[] = [
    ...Object.keys(required).map((name) => [["required", name], name] as const),
    ...alternatives.flatMap((names, index) =>
      Object.keys(names).map((name) => [["alternatives", index, name], name] as const),
    ),
    ...Object.entries(together).flatMap(([title, names]) =>
      Object.keys(names).map((name) => [["together", title, name], name] as const),
    ),
    ...Object.keys(optional).map((name) => [["optional", name], name] as const),
    ...forbidden.map((name, index) => [["forbidden", index], name] as const),
  ];
  const seen = new Set<string>();
  for (const [path, name] of places) {
    if (seen.has(name)) refuse(ctx, path, `each variable once; ${name} is expected above already`, { remove: true });
    seen.add(name);
  }
}
