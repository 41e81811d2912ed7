import { parse } from "yaml";
import { z } from "zod";

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.record(z.string(), text).default({});

const Step = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  if: text.optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: texts,
  env: texts,
});

const Job = z.object({
  if: text.optional(),
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  environment: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write", "none"])).optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.array(text)).default({}) }).optional(),
  outputs: texts,
  env: texts,
  steps: z.array(Step),
});

const Workflow = z.object({
  name: z.string(),
  // YAML 1.1 would read this key as true; the parser here does not.
  on: z.union([z.string().transform((one) => ({ [one]: null })), z.record(z.string(), z.unknown())]),
  permissions: z.record(z.string(), z.enum(["read", "write", "none"])).default({}),
  env: texts,
  jobs: z.record(z.string(), Job),
});

export type WorkflowStep = z.output<typeof Step>;
export type WorkflowJob = z.output<typeof Job>;
/** A workflow file, as far as a rehearsal follows it. */
export type Workflow = z.output<typeof Workflow>;

/** @throws where it is no workflow, or says something in a way that the rehearsal does not follow */
export const readWorkflow = (file: string): Workflow => Workflow.parse(parse(file));
