import * as pulumi from "@pulumi/pulumi/index.js";
import { z } from "zod";
import { ConfigError } from "./errors.ts";
import { isRepositoryStack, type LoadOptions, parseRepositoryConfig, parseStackConfig } from "./load.ts";
import type { RepositoryConfig } from "./repository-schema.ts";
import type { StackConfig } from "./schema.ts";

/** The configuration of the running stack; secrets are Pulumi secrets, encrypted wherever they end up. */
export interface LiveConfig {
  readonly config: StackConfig;
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Which keys came encrypted, as the language host tells the program. */
const SecretKeys = z.array(z.string());

/**
 * Reads the configuration of the running program.
 * @throws pulumi.RunError with all faults, which Pulumi prints without a stack
 */
export function loadStackConfig(): LiveConfig {
  const { config, secrets } = parsed(parseStackConfig);
  const wrapped = Object.entries(secrets).map(([name, value]) => [name, pulumi.secret(value)] as const);
  return { config, secrets: Object.fromEntries(wrapped) };
}

/** Whether the running stack is the one that guards the repository. */
export const runsForRepository = (): boolean => isRepositoryStack(pulumi.runtime.allConfig());

/** The same for the stack that guards the repository. @throws pulumi.RunError with all faults */
export const loadRepositoryConfig = (): RepositoryConfig => parsed(parseRepositoryConfig);

function parsed<Config>(parse: (raw: Record<string, string>, options: LoadOptions) => Config): Config {
  const keys = process.env.PULUMI_CONFIG_SECRET_KEYS;
  const secretKeys = keys === undefined ? undefined : SecretKeys.parse(JSON.parse(keys));
  try {
    return parse(pulumi.runtime.allConfig(), { stack: pulumi.getStack(), secretKeys });
  } catch (error) {
    if (error instanceof ConfigError) throw Object.assign(new pulumi.RunError(error.message), { cause: error });
    throw error;
  }
}
