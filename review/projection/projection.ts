import { z } from "zod";
import { legacyStates } from "../../config/rollout/legacy.ts";
import {
  BACKGROUND_WORKER,
  CRON_JOB,
  KEY_VALUE,
  POSTGRES,
  VERCEL_PROJECT,
  WEB_SERVICE,
} from "../../policies/resource-types.ts";
import { UserError } from "../../providers/protocol/errors.ts";

/** A word of a vendor's or of ours, such as a plan: nothing that holds an address, a sentence or a key. */
const word = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,31}$/);
const count = z.int().min(0).max(100_000);

/**
 * What may be told of a resource, by its type: how it is set up, never what it is given. Everything that is not here stays
 * where the state is: variables, files, commands, addresses, ids, connection strings.
 */
export const SETTINGS: Readonly<Record<string, Readonly<Record<string, z.ZodType<Setting>>>>> = {
  [WEB_SERVICE]: { plan: word, region: word, runtime: word, numInstances: count },
  [BACKGROUND_WORKER]: { plan: word, region: word, runtime: word, numInstances: count },
  [CRON_JOB]: {
    plan: word,
    region: word,
    runtime: word,
    schedule: z.string().regex(/^[\d*/, -]{1,100}$/),
  },
  [KEY_VALUE]: { plan: word, region: word, maxmemoryPolicy: word },
  [POSTGRES]: { plan: word, region: word, version: z.string().regex(/^\d{1,3}$/), diskSizeGb: count },
  [VERCEL_PROJECT]: { framework: word, nodeVersion: z.string().regex(/^\d{1,3}\.x$/) },
};
export type Setting = string | number;

const Settings = z.record(z.string(), z.union([z.string(), z.number()])).default({});

export const ProjectedResource = z
  .strictObject({
    type: z.string().regex(/^[\w-]{1,64}:[\w/-]{0,128}:\w{1,64}$/),
    name: z.string().regex(/^[\w.-]{1,100}$/),
    settings: Settings,
  })
  .refine(({ type, settings }) => Object.entries(settings).every(([key, value]) => isSetting(type, key, value)), {
    error: "has a setting that is not on the list (review/projection/projection.ts)",
  });
export type ProjectedResource = z.output<typeof ProjectedResource>;

/**
 * What a preview without credentials may know of the last state of a stack: which resources there are, how they are set up,
 * and how far the rollout is. It holds no value of a variable and no secret, so it can be given to a fork's pull request.
 */
export const Projection = z.strictObject({
  format: z.literal(1),
  stack: z.string().regex(/^[\w.-]{1,100}$/),
  /** What users get; undefined where the stack has no rollout. */
  rollout: z.strictObject({ percent: z.int().min(0).max(100), legacy: z.enum(legacyStates) }).optional(),
  /** Sorted by type and name. */
  resources: z.array(ProjectedResource).max(10_000),
});
export type Projection = z.output<typeof Projection>;

/** Whether a value of a property may be told: the property is on the list, and the value has its form. */
export const isSetting = (type: string, key: string, value: unknown): value is Setting =>
  Object.hasOwn(SETTINGS, type) &&
  Object.hasOwn(SETTINGS[type] ?? {}, key) &&
  SETTINGS[type]?.[key]?.safeParse(value).success === true;

/** @param file what it was read from @throws UserError PROJECTION_UNREADABLE */
export function parseProjection(text: string, file: string): Projection {
  const { data, error } = Projection.safeParse(dataOf(text, file));
  if (data) return data;
  const [issue] = error.issues;
  throw unreadable(file, `${issue?.path.join(".") || "it"}: ${issue?.message}`);
}

function dataOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(file, "it is not JSON");
  }
}

const unreadable = (file: string, what: string): UserError =>
  new UserError(
    "PROJECTION_UNREADABLE",
    [
      `PROJECTION_UNREADABLE: this is no projection of a state: ${what}`,
      `  at ${file}`,
      "  fix: pulumi stack export | npx cutover preview project > projection.json",
    ].join("\n"),
  );
