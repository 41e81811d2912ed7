import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { reveal } from "../../../providers/protocol/secrets.ts";
import {
  decode,
  encode,
  Foreign,
  isRecord,
  Secret,
  UnencodableValue,
  Unknown,
  type Wire,
  type WireRecord,
} from "../../../providers/protocol/wire.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

const numRuns = 200 * scale;
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const key = fc.string().filter((text) => text !== "__proto__" && text !== signatureKey);
const plainText = fc.string({ unit: "grapheme" });

/** Any value of the engine; `leaf` may add secrets and unknowns anywhere. */
const wire = fc.letrec<{ value: Wire }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    plainText,
    fc.constant(new Unknown()),
    tie("value").map((value) => new Secret(value)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const record: fc.Arbitrary<WireRecord> = fc.dictionary(key, wire, { maxKeys: 5, noNullPrototype: true });

/** Through the bytes, as they travel. */
const sent = (properties: WireRecord) => decode(struct.Struct.deserializeBinary(encode(properties).serializeBinary()));

describe("values on the wire", () => {
  it("arrive as they were sent, with every secret and unknown in its place", () => {
    fc.assert(
      fc.property(record, (properties) => {
        expect(sent(properties)).toStrictEqual(properties);
      }),
      { numRuns },
    );
  });

  it("never carry what is secret outside of its wrapper", () => {
    const canary = "canary-7f3a";
    const hidden = fc.letrec<{ value: Wire }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constant(new Secret({ deep: [canary] })),
        fc.constant(new Secret(canary)),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, hidden, { noNullPrototype: true }), (properties) => {
        expect(JSON.stringify(withoutSecrets(encode(properties).toJavaScript()))).not.toContain(canary);
      }),
      { numRuns },
    );
  });

  it.each([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("read the placeholder %s as unknown, and write the one that the Node SDK understands", (placeholder) => {
    const found = decode(struct.Struct.fromJavaScript({ a: [placeholder] }));

    expect(found).toEqual({ a: [new Unknown()] });
    expect(encode(found).toJavaScript()).toEqual({ a: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"] });
  });

  it("keep assets and resource references untouched", () => {
    const asset = { [signatureKey]: "c44067f5952c0a294b673a41bacd8c17", hash: "abc", text: "content" };
    const reference = { [signatureKey]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "1" };
    const message = struct.Struct.fromJavaScript({ asset, reference });

    const { asset: found, reference: other } = decode(message);

    expect(found).toEqual(new Foreign("asset", asset));
    expect(other).toEqual(new Foreign("resource reference", reference));
    expect(encode({ asset: found, reference: other }).toJavaScript()).toEqual({ asset, reference });
  });

  it("read an output as its value, as unknown without one, and as secret when it says so", () => {
    const signature = { [signatureKey]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const message = struct.Struct.fromJavaScript({
      known: { ...signature, value: 1 },
      unknown: signature,
      secret: { ...signature, value: "s", secret: true, dependencies: ["urn:x"] },
    });

    expect(decode(message)).toEqual({ known: 1, unknown: new Unknown(), secret: new Secret("s") });
  });

  it("leave out undefined in objects and write it as null in arrays", () => {
    expect(sent({ a: undefined, b: [undefined, 1] } as unknown as WireRecord)).toEqual({ b: [null, 1] });
  });

  it("treat an absent struct as empty", () => {
    expect(decode(undefined)).toEqual({});
  });

  it.each([
    ["NaN", { a: { b: Number.NaN } }, "a.b is NaN"],
    ["infinity", { a: [1, Number.POSITIVE_INFINITY] }, "a[1] is Infinity"],
    ["a date", { at: new Date(0) }, "at is a Date"],
    ["a bigint", { size: 1n }, "size is a bigint"],
    ["a function", { run: () => 1 }, "run is a function"],
    ["a key that Pulumi reserves", { a: { [signatureKey]: "x" } }, "a key that Pulumi reserves"],
    ["a key that would be lost", JSON.parse('{"a":{"__proto__":1}}'), "a key that would be lost"],
  ])("refuse %s by its path", (_what, properties, message) => {
    expect(() => encode(properties)).toThrow(UnencodableValue);
    expect(() => encode(properties)).toThrow(message);
  });

  it("are revealed without a wrapper left at any depth", () => {
    fc.assert(
      fc.property(wire, (value) => {
        expect(hasSecret(reveal(value))).toBe(false);
      }),
      { numRuns },
    );
  });
});

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  if (value[signatureKey] === secretSignature) return "wrapped";
  return Object.values(value).map(withoutSecrets);
}

function hasSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isRecord(value) && Object.values(value).some(hasSecret);
}
