import { z } from "zod";
import { jsonSchema } from "./body-schema.ts";
import { positiveDuration } from "./duration.ts";
import { alongOtherFaults } from "./rule.ts";
import { repositoryFolder, repositoryPath } from "./text.ts";
import { haveUniqueNames } from "./unique-names.ts";

const output = z
  .strictObject({
    file: repositoryPath(
      "The file that the command writes, from the repository's root; its standard output when left out",
      "proof/persona-regression.json",
    ).exactOptional(),
    schema: jsonSchema("JSON Schema (draft 2020-12) that the document must match: thresholds, counts, names"),
  })
  .meta({ description: "The JSON document that the command writes, and what it must say" });

const gate = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: "Unique; shown in reports", examples: ["backend tests"] }),
    run: z
      .array(
        z.string().meta({ description: "The program, then its arguments; no shell reads them", examples: ["python"] }),
      )
      .min(1)
      .meta({ description: "The command", examples: [["python", "-m", "pytest", "-q"]] }),
    directory: repositoryFolder(
      "The folder in which it runs; the repository's root when left out",
      "backend",
    ).exactOptional(),
    within: positiveDuration("A command that takes longer is stopped and has failed", "PT10M").default("PT10M"),
    exitCode: z.int().min(0).max(255).default(0).meta({ description: "How it must end" }),
    output: output.exactOptional(),
    proves: z
      .array(z.enum(["backup", "staging"]))
      .default([])
      .meta({
        description:
          "What a policy may take as proven by it: backup, a fresh and verified one of the database; staging, that the same migration was applied and verified there (S3.1, S3.2)",
      }),
  })
  .meta({ title: "Release gate" });

/**
 * What has to be true of a commit before it is released: tests, type checks, regression runs (S0.3, S1.4). Anything that
 * ends with an exit code can be one; a document that it writes can be held to thresholds.
 */
export const releaseGates = z.array(gate).default([]).superRefine(haveUniqueNames("gate"), alongOtherFaults).meta({
  title: "Release gates",
  description: "Commands that must pass before a release; run by npx cutover gates (S1.4)",
});

/** One command, and what it must say. */
export type ReleaseGate = z.output<typeof gate>;
