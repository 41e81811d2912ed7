import struct from "google-protobuf/google/protobuf/struct_pb.js";

/** The key by which the engine's JSON-like structs say that an object is not an object but a typed value. */
const signatureKey = "4dabf18193072939515e22adb298388d";

const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  "resource reference": "5cf8f73096256a8f31e491e813e4eb8e",
} as const;

/** The only placeholder that Pulumi's Node SDK understands, whatever the type of the value that is to come. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Placeholders that the engine may send: one for each type. */
const unknownTexts: ReadonlySet<string> = new Set([
  unknownText,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A value that the engine encrypts in state and masks in plans. */
export class Secret {
  readonly value: Wire;
  constructor(value: Wire) {
    this.value = value instanceof Secret ? value.value : value;
  }
}

/** A value that only the update will know; exists in previews alone. */
export class Unknown {
  readonly unknown = true;
}

/** A typed value that is no plain data: passed through untouched where a schema takes anything, refused elsewhere. */
export class Foreign {
  /** What it is, for messages: `asset`, `archive`, `resource reference` … */
  readonly kind: string;
  readonly fields: WireRecord;
  constructor(kind: string, fields: WireRecord) {
    this.kind = kind;
    this.fields = fields;
  }
}

export type WireRecord = { readonly [key: string]: Wire };
/** A property value as the engine sends it, with its typed values as classes. */
export type Wire = null | boolean | number | string | Secret | Unknown | Foreign | readonly Wire[] | WireRecord;

/** An output that cannot be sent: a bug of the resource's author. `path` says which. */
export class UnencodableValue extends Error {
  constructor(path: string, what: string) {
    super(`${path || "the value"} is ${what}, which a resource's properties cannot hold`);
    this.name = "UnencodableValue";
  }
}

/** Whether a value is a plain object: not an array, not one of the classes above, not a date. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Reads the engine's struct; an absent one is empty. */
export function decode(message: struct.Struct | undefined): WireRecord {
  if (!message) return {};
  return Object.fromEntries([...message.getFieldsMap().entries()].map(([key, value]) => [key, decodeValue(value)]));
}

function decodeValue(value: struct.Value): Wire {
  const { KindCase } = struct.Value;
  switch (value.getKindCase()) {
    case KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case KindCase.STRING_VALUE: {
      const text = value.getStringValue();
      return unknownTexts.has(text) ? new Unknown() : text;
    }
    case KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map(decodeValue);
    case KindCase.STRUCT_VALUE:
      return typed(decode(value.getStructValue()));
    default:
      return null;
  }
}

function typed(fields: WireRecord): Wire {
  const signature = fields[signatureKey];
  if (signature === undefined) return fields;
  if (signature === signatures.secret) return new Secret(fields.value ?? null);
  if (signature === signatures.output) {
    const value = "value" in fields ? (fields.value ?? null) : new Unknown();
    return fields.secret === true ? new Secret(value) : value;
  }
  const known = Object.entries(signatures).find(([, text]) => text === signature);
  return new Foreign(known?.[0] ?? "value of a type this provider does not know", fields);
}

/**
 * Writes properties as the engine's struct. `undefined` in an object is left out, in an array it becomes null.
 * Throws `UnencodableValue` for what JSON cannot hold, instead of letting the engine's state break on it.
 */
export function encode(properties: { readonly [key: string]: unknown }, path = ""): struct.Struct {
  const message = new struct.Struct();
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    const at = path ? `${path}.${key}` : key;
    if (key === signatureKey) throw new UnencodableValue(at, "a key that Pulumi reserves");
    if (key === "__proto__") throw new UnencodableValue(at, "a key that would be lost on the way");
    message.getFieldsMap().set(key, encodeValue(value, at));
  }
  return message;
}

function encodeValue(value: unknown, path: string): struct.Value {
  const message = new struct.Value();
  if (value === null || value === undefined) return message.setNullValue(struct.NullValue.NULL_VALUE);
  if (typeof value === "boolean") return message.setBoolValue(value);
  if (typeof value === "string") return message.setStringValue(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new UnencodableValue(path, String(value));
    return message.setNumberValue(value);
  }
  if (value instanceof Unknown) return message.setStringValue(unknownText);
  if (value instanceof Secret) return encodeTyped({ value: value.value }, signatures.secret, path);
  if (value instanceof Foreign) {
    const { [signatureKey]: signature, ...fields } = value.fields;
    return encodeTyped(fields, String(signature), path);
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => encodeValue(item, `${path}[${index}]`));
    return message.setListValue(new struct.ListValue().setValuesList(items));
  }
  if (isRecord(value)) return message.setStructValue(encode(value, path));
  throw new UnencodableValue(path, typeof value === "object" ? `a ${value.constructor.name}` : `a ${typeof value}`);
}

function encodeTyped(fields: WireRecord, signature: string, path: string): struct.Value {
  const message = new struct.Struct();
  message.getFieldsMap().set(signatureKey, new struct.Value().setStringValue(signature));
  for (const [key, value] of Object.entries(fields)) message.getFieldsMap().set(key, encodeValue(value, path));
  return new struct.Value().setStructValue(message);
}
