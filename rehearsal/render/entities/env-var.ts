import { createHash } from "node:crypto";
import { z } from "zod";

/** Either of them; a client may send the other as null or false. */
const Value = z.object({ value: z.string(), generateValue: z.literal(false).nullish() });
const Generated = z.object({ generateValue: z.literal(true), value: z.null().optional() });

/** A variable's name as a shell would accept it, with dots and dashes. */
export const EnvVarKey = z.string().regex(/^[-._A-Za-z][-._A-Za-z0-9]*$/, "invalid environment variable name");

/** Body of a PUT of one variable. */
export const EnvVarValue = z.union([Value, Generated], { error: "expected either value or generateValue: true" });

/** A whole set of variables; null is the empty one. Each key once. */
export const EnvVarInputs = z
  .array(
    z.union([Value.extend({ key: EnvVarKey }), Generated.extend({ key: EnvVarKey })], {
      error: "expected a valid key and either value or generateValue: true",
    }),
  )
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, "duplicate key")
  .nullish();

/**
 * The value of a variable that was sent as `value` or `generateValue`. A generated one is base64 of 32 bytes, made from
 * `seed`, and new each time: whether the vendor keeps the earlier value is not recorded, so clients must not rely on it.
 */
export function valueFrom(input: z.infer<typeof EnvVarValue>, seed: string): string {
  return typeof input.value === "string"
    ? input.value
    : createHash("sha256").update(`generated ${seed}`).digest("base64");
}
