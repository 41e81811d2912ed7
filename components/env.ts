import type * as pulumi from "@pulumi/pulumi";
import type { EnvSource } from "../config/env.ts";

/** Where the values of env sources come from. */
export interface EnvScope {
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Outputs by the name that config gives them, e.g. `api.url`. */
  readonly outputs: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Env vars as a vendor takes them: text. Secrets stay secret; `true`, `5` become `"true"`, `"5"`. */
export function resolveEnv(
  sources: Readonly<Record<string, EnvSource>>,
  { secrets, outputs }: EnvScope,
): Record<string, pulumi.Input<string>> {
  const resolved: Record<string, pulumi.Input<string>> = {};
  for (const [key, source] of Object.entries(sources)) resolved[key] = valueFrom(key, source);
  return resolved;

  function valueFrom(key: string, source: EnvSource): pulumi.Input<string> {
    if (typeof source !== "object") return String(source);
    const [kind, name, value] =
      "secret" in source
        ? (["secret", source.secret, secrets[source.secret]] as const)
        : (["output", source.output, outputs[source.output]] as const);
    // The schema has named every fault before; what is left is an output that this place cannot have, such as its own.
    if (value === undefined) throw new Error(`Failed to resolve env ${key}: no ${kind} ${name} here`);
    return value;
  }
}

/** Whether a source names a secret. */
export const isSecret = (source: EnvSource | undefined): boolean =>
  typeof source === "object" && source !== null && "secret" in source;
