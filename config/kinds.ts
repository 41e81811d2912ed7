import { repositoryConfig } from "./repository-schema.ts";
import { stackConfig } from "./schema.ts";

/** What a stack's configuration may be: that of the app with its release, or that of the repository's rules. */
export type ConfigSchema = typeof stackConfig | typeof repositoryConfig;

/** The section that only the repository's stack has, and by which it is told. */
const REPOSITORY = "repository";

/** The schema that a stack's sections are meant for. */
export function schemaFor(sections: Readonly<Record<string, unknown>>): ConfigSchema {
  return REPOSITORY in sections ? repositoryConfig : stackConfig;
}
