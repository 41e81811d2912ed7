import { type Document, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Fault, type Subject, subjectOf } from "./faults/fault.ts";
import type { Path } from "./faults/property-path.ts";
import { type Found, type Judgement, judge } from "./judge.ts";
import { schemaFor } from "./kinds.ts";
import { NAMESPACE, sectionsOf } from "./section-data.ts";

/** What can be said about a stack's file without Pulumi and without any secret's value. */
export type FileVerdict = Omit<Judgement, "config">;

const StackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();
const Encrypted = z.strictObject({ secure: z.string() });

/** Stands where the file has an encrypted value. */
const PLACEHOLDER = "[encrypted]";

/**
 * Judges the text of `Pulumi.<stack>.yaml`. An encrypted value counts as present, whatever it holds; a secret that is
 * not there is told apart from the faults, because a file may be committed before its secrets are set.
 */
export function checkStackFile(text: string, stack: string): FileVerdict {
  const subject = subjectOf(stack);
  const read = configIn(text, subject);
  if (read.faults.length > 0) return { faults: read.faults, missingSecrets: [] };
  const found = foundIn(read.config);
  const { faults, missingSecrets } = judge(found, subject, schemaFor(found.sections));
  return { faults: [...keysWithoutNamespace(read.config, subject), ...faults], missingSecrets };
}

function configIn(text: string, subject: Subject): { config: Record<string, unknown>; faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [first] = document.errors;
  if (first) {
    // What follows the first error is mostly its echo.
    const { line, col } = lines.linePos(first.pos[0]);
    const what = `${subject.file} is not YAML at line ${line}, column ${col} (${first.code})`;
    return { config: {}, faults: [unreadable(what, "YAML", subject)] };
  }
  const data = dataOf(document);
  if (!data)
    return {
      config: {},
      faults: [
        unreadable(`${subject.file} has an alias that nothing stands for`, "each *alias after its &anchor", subject),
      ],
    };
  const file = StackFile.safeParse(data.value);
  if (file.success) return { config: file.data?.config ?? {}, faults: [] };
  return { config: {}, faults: [unreadable(`config of ${subject.file} is not a map`, "a map of keys", subject)] };
}

/** Undefined where an alias has no anchor, which only shows now, or stands for more than any configuration holds. */
function dataOf(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function unreadable(what: string, expected: string, { file }: Subject): Fault {
  return {
    code: "CONFIG_UNREADABLE",
    path: "",
    what: `${what}; expected ${expected}.`,
    where: file,
    fix: `edit ${file}`,
  };
}

/** Pulumi itself refuses such a file, without naming the key that was meant. */
function keysWithoutNamespace(config: Record<string, unknown>, { file }: Subject): Fault[] {
  const bare = Object.keys(config).filter((key) => /^[A-Za-z]+$/.test(key));
  return bare.map((key) => ({
    code: "CONFIG_UNKNOWN_KEY",
    path: key,
    what: `${key} has no namespace; expected ${NAMESPACE}${key}.`,
    where: `${file} → ${key}`,
    fix: `edit ${file}: rename ${key} to ${NAMESPACE}${key}`,
  }));
}

function foundIn(config: Record<string, unknown>): Found {
  const asWritten = sectionsOf(config);
  const encrypted = encryptedIn(asWritten, []);
  const { secrets, ...rest } = asWritten;
  const allEncrypted = Encrypted.safeParse(secrets).success;
  const sections = withPlaceholders(allEncrypted || secrets === undefined ? rest : asWritten);
  return { sections, encrypted, clear: clearSecrets(secrets), secretNamesKnown: !allEncrypted };
}

function encryptedIn(value: unknown, path: Path): Path[] {
  if (Encrypted.safeParse(value).success) return [path];
  if (typeof value !== "object" || value === null) return [];
  const key = (name: string) => (Array.isArray(value) ? Number(name) : name);
  return Object.entries(value).flatMap(([name, inner]) => encryptedIn(inner, [...path, key(name)]));
}

function withPlaceholders(sections: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(sections), (_key, value) =>
    Encrypted.safeParse(value).success ? PLACEHOLDER : value,
  );
}

function clearSecrets(secrets: unknown): Path[] {
  if (Encrypted.safeParse(secrets).success || secrets === undefined || secrets === null) return [];
  if (typeof secrets !== "object") return [["secrets"]];
  const clear = Object.entries(secrets).filter(([, value]) => !Encrypted.safeParse(value).success);
  return clear.map(([name]) => ["secrets", name]);
}
