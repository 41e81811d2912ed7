import type { z } from "zod";
import type { ProviderFunction } from "./functions.ts";
import type { AnyProvider, AnyResource } from "./resource.ts";
import { defaultOf, describe, SchemaTypes, type TypeSpec } from "./schema-types.ts";
import { propertiesOf } from "./shape.ts";

/** A property as Pulumi's package schema writes it. */
type PropertySpec = TypeSpec & {
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
};

/** Names that every resource has from the engine, which a schema may not declare again. */
const reserved = new Set(["id", "urn"]);

/**
 * The provider's Pulumi package schema, made from its zod schemas: types, required, defaults, enums, descriptions,
 * secrets, what replaces.
 * @see https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ (format 0)
 */
export function packageSchema<Client>(provider: AnyProvider<Client>): object {
  const types = new SchemaTypes(provider.name);
  const secretConfig = provider.secretConfig ?? [];
  const config = properties(types, "Config", propertiesOf(provider.config), { secrets: secretConfig });
  const resources = provider.resources.map((resource) => [resource.type, resourceSpec(types, resource)] as const);
  const functions = provider.functions?.map((one) => [one.token, functionSpec(types, one)] as const);
  return {
    name: provider.name,
    version: provider.version,
    description: provider.description,
    meta: { moduleFormat: "(.*)" },
    config: { variables: config },
    provider: { description: provider.description, inputProperties: config },
    types: types.declared(),
    resources: Object.fromEntries(resources),
    ...(functions && { functions: Object.fromEntries(functions) }),
  };
}

function functionSpec<Client>(types: SchemaTypes, { token, ...one }: ProviderFunction<Client>): object {
  const scope = token.split(":").at(-1) ?? "";
  const [inputs, outputs] = [propertiesOf(one.inputs), propertiesOf(one.outputs)];
  return {
    description: one.description,
    inputs: {
      properties: properties(types, `${scope}Args`, inputs, {}),
      required: names(inputs, (schema) => schema._zod.optin === undefined),
    },
    outputs: {
      properties: properties(types, `${scope}Result`, outputs, { outputs: true }),
      required: names(outputs, (schema) => schema._zod.optout === undefined),
    },
  };
}

function resourceSpec<Client>(types: SchemaTypes, resource: AnyResource<Client>): object {
  const scope = resource.type.split(":").at(-1) ?? "";
  const inputs = propertiesOf(resource.inputs);
  const outputs = { ...inputs, ...propertiesOf(resource.state) };
  const secrets = resource.secrets ?? [];
  return {
    description: resource.description,
    inputProperties: properties(types, scope, inputs, { secrets, replaceOn: resource.replaceOn ?? [] }),
    requiredInputs: names(inputs, (schema) => schema._zod.optin === undefined),
    properties: properties(types, scope, outputs, { secrets, outputs: true }),
    required: names(outputs, (schema) => schema._zod.optout === undefined),
  };
}

function names(
  shape: { readonly [key: string]: z.core.$ZodType },
  wanted: (schema: z.core.$ZodType) => boolean,
): string[] {
  return Object.keys(shape).filter((key) => !reserved.has(key) && shape[key] && wanted(shape[key]));
}

function properties(
  types: SchemaTypes,
  scope: string,
  shape: { readonly [key: string]: z.core.$ZodType },
  { secrets = [] as readonly string[], replaceOn = [] as readonly string[], outputs = false },
): { [key: string]: PropertySpec } {
  const specs = names(shape, () => true).map((key): [string, PropertySpec] => {
    const schema = shape[key] as z.core.$ZodType;
    const description = describe(schema);
    const fallback = outputs ? undefined : defaultOf(schema);
    return [
      key,
      {
        ...types.of(schema, [scope, key]),
        ...(description === undefined ? {} : { description }),
        ...(fallback === undefined ? {} : { default: fallback }),
        ...(secrets.includes(key) ? { secret: true } : {}),
        ...(replaceOn.includes(key) ? { willReplaceOnChanges: true } : {}),
      },
    ];
  });
  return Object.fromEntries(specs);
}
