import { ConfigError } from "./errors.ts";
import { type Fault, subjectOf } from "./faults/fault.ts";
import { type Found, judge } from "./judge.ts";
import { schemaFor } from "./kinds.ts";
import { type RepositoryConfig, repositoryConfig } from "./repository-schema.ts";
import { type StackConfig, stackConfig } from "./schema.ts";
import { NAMESPACE, sectionsOf } from "./section-data.ts";

/** The configuration, and apart from it the secrets by name, in clear: never to be printed. */
export interface ParsedConfig {
  readonly config: StackConfig;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Whose configuration it is, and which of its keys came encrypted. */
export interface LoadOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  readonly stack: string;
  /** The keys (`cutover:secrets`) that hold an encrypted value. Without it, encryption is not judged. */
  readonly secretKeys?: readonly string[] | undefined;
}

/**
 * The configuration of a stack from Pulumi's flat map: JSON text by full key, secrets decrypted, as
 * `pulumi.runtime.allConfig()` returns it. Keys of other namespaces are left alone.
 * @throws ConfigError with all faults at once
 */
export function parseStackConfig(raw: Readonly<Record<string, string>>, options: LoadOptions): ParsedConfig {
  const { config, faults, missingSecrets } = judge(
    foundIn(raw, options.secretKeys),
    subjectOf(options.stack),
    stackConfig,
  );
  const all: Fault[] = [...faults, ...missingSecrets];
  if (!config || all.length > 0) throw new ConfigError(all);
  const { secrets, ...shown } = config;
  return { config: shown, secrets };
}

/**
 * The same for the stack that guards the repository; it has no secrets.
 * @throws ConfigError with all faults at once
 */
export function parseRepositoryConfig(
  raw: Readonly<Record<string, string>>,
  { stack, secretKeys }: LoadOptions,
): RepositoryConfig {
  const { config, faults } = judge(foundIn(raw, secretKeys), subjectOf(stack), repositoryConfig);
  if (!config || faults.length > 0) throw new ConfigError(faults);
  return config;
}

/** Whether these sections are those of the stack that guards the repository. */
export const isRepositoryStack = (raw: Readonly<Record<string, string>>): boolean =>
  schemaFor(foundIn(raw, undefined).sections) === repositoryConfig;

function foundIn(raw: Readonly<Record<string, string>>, secretKeys: readonly string[] | undefined): Found {
  const sections = sectionsOf(raw);
  const encrypted = (secretKeys ?? [])
    .filter((key) => key.startsWith(NAMESPACE) && key in raw)
    .map((key) => [key.slice(NAMESPACE.length)]);
  const inClear = secretKeys !== undefined && !secretKeys.includes("cutover:secrets") && hasSecrets(sections.secrets);
  return { sections, encrypted, clear: inClear ? [["secrets"]] : [] };
}

function hasSecrets(section: unknown): boolean {
  return typeof section === "object" && section !== null && Object.keys(section).length > 0;
}
