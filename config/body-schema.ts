import { createRequire } from "node:module";
import type { Ajv2020, ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import { refuse } from "./rule.ts";

const require = createRequire(import.meta.url);
let compiler: Ajv2020 | undefined;

/**
 * One compiler for all schemas: making one costs more than compiling. Schemas are not added to it, so that two of them
 * may have the same `$id`. Strict about keywords: a misspelt one would otherwise accept every body.
 * Loaded with the first schema: whoever meets none starts sooner.
 */
function ajv(): Ajv2020 {
  if (compiler) return compiler;
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const addFormats = require("ajv-formats") as typeof import("ajv-formats");
  compiler = new Ajv2020({
    addUsedSchema: false,
    // A failing verdict shows what was there instead.
    verbose: true,
    allErrors: true,
    strictTypes: false,
    strictTuples: false,
    logger: false,
  });
  addFormats.default(compiler);
  return compiler;
}

/**
 * A JSON Schema of a smoke check's body, ready to judge bodies. The same compiler when the configuration is loaded
 * and when the check runs, so that a schema which loads also runs.
 * @throws Error when it is not a JSON Schema of draft 2020-12, or `$async`, whose verdict would be a promise: always true
 */
export function compileBodySchema(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  if ("$async" in schema) throw new Error("$async is not part of it");
  return ajv().compile(schema);
}

/** A JSON Schema that stands in the configuration; one that cannot be compiled is a fault. */
export function jsonSchema(description: string) {
  return z
    .record(z.string(), z.unknown().meta({ description: "A keyword of JSON Schema" }))
    .superRefine((schema, ctx) => {
      try {
        compileBodySchema(schema);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        refuse(ctx, [], `a valid JSON Schema (${why})`, { edit: true });
      }
    })
    .meta({ description });
}
