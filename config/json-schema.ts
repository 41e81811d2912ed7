import { z } from "zod";
import type { ConfigSchema } from "./kinds.ts";
import { repositoryConfig } from "./repository-schema.ts";
import { stackConfig } from "./schema.ts";
import { NAMESPACE } from "./section-data.ts";

/** A JSON Schema as data, ready to be written. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Where the committed schema stands, from the repository's root; the stack files name it. */
export const SCHEMA_FILE = "schemas/stack-config.schema.json";

/** Where that of the repository's stack stands. */
const REPOSITORY_SCHEMA_FILE = "schemas/repository-config.schema.json";

/** Each committed schema: where it stands, and its text. */
export function schemaFiles(): readonly { readonly file: string; readonly text: string }[] {
  return [
    { file: SCHEMA_FILE, text: stackFileSchemaText(stackConfig) },
    { file: REPOSITORY_SCHEMA_FILE, text: stackFileSchemaText(repositoryConfig) },
  ];
}

const appFile = {
  title: "Stack configuration of Cutover",
  description: "Pulumi.<stack>.yaml: an app on Render and Vercel together with its release",
};
const repositoryFile = {
  title: "Repository configuration of Cutover",
  description: "Pulumi.repo.yaml: what guards the repository that the other stacks deploy",
};

const encrypted: JsonSchema = {
  type: "object",
  title: "An encrypted value",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
};

/**
 * JSON Schema of a whole `Pulumi.<stack>.yaml`, for editors: completion, descriptions, and most faults while typing.
 * Draft 7, which the YAML language server knows best. Rules between keys are not in it; `cutover config check` has them.
 * @see https://github.com/redhat-developer/yaml-language-server
 */
export function stackFileSchema(schema: ConfigSchema = stackConfig): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  const { secrets } = properties;
  const sections = Object.entries({ ...properties, ...(secrets ? { secrets: encryptedSecrets(secrets) } : {}) });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...(schema === stackConfig ? appFile : repositoryFile),
    type: "object",
    properties: {
      config: {
        description: "Values by key; those of this project start with cutover:",
        type: "object",
        properties: Object.fromEntries(sections.map(([key, schema]) => [`${NAMESPACE}${key}`, schema])),
        required: required.map((key) => `${NAMESPACE}${key}`),
        patternProperties: {
          [`^(?!${NAMESPACE})[^:]+:.+$`]: { description: "Another namespace, judged by its owner" },
        },
        additionalProperties: false,
      },
      encryptionsalt: { type: "string", description: "Written by Pulumi (passphrase)" },
      encryptedkey: { type: "string", description: "Written by Pulumi (a cloud's key service)" },
      secretsprovider: { type: "string", description: "Written by Pulumi: what encrypts the secrets" },
      environment: { description: "Pulumi ESC environments to import" },
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/** The schema as its file holds it. */
export function stackFileSchemaText(schema: ConfigSchema = stackConfig): string {
  return `${JSON.stringify(stackFileSchema(schema), null, 2)}\n`;
}

/** In the file a secret is never a text: each value is encrypted, or all of them together. */
function encryptedSecrets(secrets: z.core.JSONSchema._JSONSchema | undefined): JsonSchema {
  if (typeof secrets !== "object") throw new Error("The schema has no secrets");
  const { title, description, propertyNames } = secrets;
  const names: JsonSchema = {
    type: "object",
    ...(propertyNames && { propertyNames }),
    additionalProperties: encrypted,
  };
  return { ...(title && { title }), ...(description && { description }), anyOf: [encrypted, names] };
}
