import type { z } from "zod";
import { misplacedSecret, missingSecrets, notEncrypted } from "./faults/encryption.ts";
import { nearest } from "./faults/expected.ts";
import type { Fault, Subject } from "./faults/fault.ts";
import type { Judged } from "./faults/fix.ts";
import { Mask } from "./faults/mask.ts";
import { faultsOf } from "./faults/of-issue.ts";
import { type Path, propertyPath } from "./faults/property-path.ts";
import { kindsAt, valueAt } from "./faults/schema-node.ts";
import { meantKey } from "./faults/unknown-key.ts";
import type { ConfigSchema } from "./kinds.ts";

/** A stack's configuration as found, before anything about it is known. */
export interface Found {
  /** Each `cutover:` key without the namespace, as data. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** Where encrypted values stand: exact places when read from the file, whole sections when Pulumi delivers them. */
  readonly encrypted?: readonly Path[];
  /** Where a secret's value stands in clear. */
  readonly clear?: readonly Path[];
  /** Whether the names of the secrets can be known; not where all of them are one encrypted text. Default true. */
  readonly secretNamesKnown?: boolean;
}

/** The verdict: a configuration only if the schema accepts it. */
export interface Judgement<Config = unknown> {
  readonly config?: Config;
  readonly faults: readonly Fault[];
  /** References to secrets that the stack does not have: faults when it runs, but not when only its file is checked. */
  readonly missingSecrets: readonly Fault[];
}

type Issue = z.core.$ZodIssue;

/** Holds a stack's configuration against its schema and the rules between its keys. Finds all faults, throws none. */
export function judge<Schema extends ConfigSchema>(
  found: Found,
  subject: Subject,
  schema: Schema,
): Judgement<z.output<Schema>> {
  const { sections, encrypted = [], clear = [], secretNamesKnown = true } = found;
  const misplaced = encrypted.filter(([section]) => section !== "secrets");
  const hidden = misplaced.map(([section]) => String(section));
  const secrets = ["secrets", ...hidden].flatMap((section) => leaves(sections[section]));
  const judged: Judged = { sections, assumed: sections, subject, schema, mask: new Mask(secrets, hidden) };

  const { data, error } = schema.safeParse(sections);
  const toldOtherwise = misplaced.map(propertyPath);
  return {
    ...(data && { config: data as z.output<Schema> }),
    faults: [
      ...schemaFaults(error?.issues ?? [], judged, toldOtherwise),
      ...misplaced.map((path) => misplacedSecret(path, judged)),
      ...clear.map((path) => notEncrypted(path, judged)),
    ],
    missingSecrets: secretNamesKnown ? missingSecrets(judged) : [],
  };
}

/**
 * A wrong kind (`runtime: docer`) keeps zod from judging the keys beside it. They are judged as the likeliest kind in
 * a second pass, so that the next run brings no new faults.
 */
function schemaFaults(issues: readonly Issue[], judged: Judged, toldOtherwise: readonly string[]): Fault[] {
  const unknownKinds = issues.filter((issue) => issue.code === "invalid_union" && issue.errors.length === 0);
  const assumed = structuredClone(judged.sections);
  for (const issue of unknownKinds) assumeLikeliestKind(issue, assumed, judged.schema);
  const others = unknownKinds.length > 0 ? (judged.schema.safeParse(assumed).error?.issues ?? []) : issues;

  const told = new Set([...toldOtherwise, ...others.flatMap((issue) => keysMeant(issue, { ...judged, assumed }))]);
  const untold = (issue: Issue) => !told.has(propertyPath(issue.path)) || isPresent(issue, judged, toldOtherwise);
  return [
    ...unknownKinds.filter(untold).flatMap((issue) => faultsOf(issue, judged)),
    ...others.filter(untold).flatMap((issue) => faultsOf(issue, { ...judged, assumed })),
  ];
}

/** The missing keys that unknown ones beside them were meant to be: one slip is one fault. */
function keysMeant(issue: Issue, judged: Judged): string[] {
  if (issue.code !== "unrecognized_keys") return [];
  const meant = issue.keys.map((key) => meantKey([...issue.path, key], judged));
  return meant.filter((path) => path !== undefined).map(propertyPath);
}

function isPresent(issue: Issue, { sections }: Judged, toldOtherwise: readonly string[]): boolean {
  return valueAt(issue.path, sections) !== undefined && !toldOtherwise.includes(propertyPath(issue.path));
}

function assumeLikeliestKind({ path }: Issue, sections: object, schema: ConfigSchema): void {
  const parent = valueAt(path.slice(0, -1), sections);
  const tag = path.at(-1);
  if (typeof parent !== "object" || parent === null || tag === undefined) return;
  const slip = nearest(Object.keys(parent), String(tag));
  const said = valueAt(slip === undefined ? [] : [slip], parent);
  const kinds = kindsAt(path, schema);
  Reflect.set(parent, tag, nearest(kinds, String(said)) ?? kinds[0]);
}

/** Every text in a part of the configuration: what a secret section may hold. */
function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return value === undefined || value === null ? [] : [String(value)];
}
