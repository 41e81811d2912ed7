import { z } from "zod";
import type { JudgedResource } from "../policies/rule.ts";
import { projectFolder } from "../policies/siblings.ts";
import { type Plain, type PlainRecord, plain, Unknown } from "../policies/unknown.ts";
import { partsOfUrn } from "../policies/urn.ts";

/** A state cannot be read as one. */
export class StateFileError extends Error {
  readonly code = "STATE_UNREADABLE";

  constructor(file: string, what: string) {
    super(
      `STATE_UNREADABLE: ${what}; expected what \`pulumi stack export\` writes.\n  at ${file}\n  fix: pulumi stack export --file state.json`,
    );
    this.name = "StateFileError";
  }
}

/** A stack as it was when its state was written. */
export interface ExportedState {
  /** Undefined where nothing is in it. */
  readonly stack: string | undefined;
  readonly project?: string | undefined;
  readonly resources: readonly JudgedResource[];
}

/** Stands for a value that the state holds encrypted. */
export const ENCRYPTED = new Unknown(
  "the state holds it encrypted: judge the stack itself (npx cutover policy check), or a state exported with --show-secrets",
);

const Properties = z.record(z.string(), z.unknown()).default({});
const Resource = z.object({
  urn: z.string().startsWith("urn:pulumi:"),
  type: z.string(),
  inputs: Properties,
  outputs: Properties,
  protect: z.boolean().default(false),
  dependencies: z.array(z.string()).default([]),
  /** Replaced already, and to be deleted. */
  delete: z.boolean().default(false),
});
const Deployment = z.object({ resources: z.array(Resource).nullish() });
/** An export, or a file of a backend that keeps files. */
const State = z.union([
  z.object({ deployment: Deployment }).transform(({ deployment }) => deployment),
  z.object({ checkpoint: z.object({ latest: Deployment }) }).transform(({ checkpoint }) => checkpoint.latest),
]);

/**
 * The resources of an exported state, as rules see them: what they were declared to be, and over it what they are.
 *
 * @param file What the text was read from, for the message.
 * @throws StateFileError
 */
export function parseState(text: string, file: string): ExportedState {
  const { data, error } = State.safeParse(dataOf(text, file));
  if (error) throw new StateFileError(file, "it is no state of a stack");
  const resources = (data.resources ?? []).filter((one) => !one.delete);
  const [first] = resources;
  const { stack, project } = first ? partsOfUrn(first.urn) : {};
  return { stack, project, resources: resources.map(judged) };
}

/** Whether a state may be of a stack of the project in this folder. */
export const isOf = (folder: string, { project }: ExportedState): boolean =>
  project === undefined || projectFolder(folder, project) !== undefined;

function dataOf(text: string, file: string): unknown {
  if (text.trim() === "") throw new StateFileError(file, "it is empty");
  try {
    return JSON.parse(text);
  } catch {
    throw new StateFileError(file, "it is not JSON");
  }
}

const judged = ({ urn, type, inputs, outputs, protect, dependencies }: z.output<typeof Resource>): JudgedResource => ({
  urn,
  type,
  name: partsOfUrn(urn).name,
  protect,
  dependsOn: dependencies,
  secrets: new Set(secretsIn([inputs, outputs], false)),
  properties: () => merged(recordOf(inputs), recordOf(outputs)),
});

/** Texts that a state with its secrets in clear marks as such. */
function secretsIn(value: unknown, isSecret: boolean): string[] {
  if (typeof value === "string") return isSecret ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  const { plaintext } = Secret.safeParse(value).data ?? {};
  if (plaintext !== undefined) return secretsIn(JSON.parse(plaintext), true);
  return Object.values(value).flatMap((inner) => secretsIn(inner, isSecret));
}

/** A provider may declare a whole output secret, of whose parts the input holds some in clear. */
const merged = (inputs: PlainRecord, outputs: PlainRecord): PlainRecord => ({
  ...inputs,
  ...Object.fromEntries(Object.entries(outputs).filter(([key, is]) => is !== ENCRYPTED || inputs[key] === undefined)),
});

/** By this key Pulumi's states tell what is no plain value, and by its value that it is a secret (both held by a test). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const Secret = z.object({
  [SIGNATURE]: z.literal("1b47061264138c4ac30d75fd1eb44270"),
  plaintext: z.string().optional(),
});

const recordOf = (value: object): PlainRecord =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));

function plainOf(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return plain(value);
  const secret = Secret.safeParse(value).data;
  if (!secret) return recordOf(value);
  return secret.plaintext === undefined ? ENCRYPTED : plainOf(JSON.parse(secret.plaintext));
}
