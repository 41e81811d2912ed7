import { parse } from "yaml";
import { z } from "zod";
import { NAMESPACE, sectionsOf } from "../../config/section-data.ts";
import type { DigestedFile } from "./digest.ts";

const File = z.looseObject({
  config: z.record(z.string(), z.unknown()).nullish(),
  encryptionsalt: z.string().optional(),
  encryptedkey: z.string().optional(),
});
const Secure = z.object({ secure: z.string() });

/** What of a stack's file is digested; whatever is wrong in it is told elsewhere. */
export function digestedFile(text: string): DigestedFile {
  const { config, encryptionsalt, encryptedkey, ...others } = File.parse(parse(text, { merge: true }) ?? {});
  const all = config ?? {};
  const { secrets, ...own } = sectionsOf(all);
  const foreign = Object.entries(all).filter(([key]) => !key.startsWith(NAMESPACE));
  // Such as `environment`, which brings values from elsewhere, and `secretsprovider`.
  const beside = Object.entries(others).map(([key, value]) => [`stack:${key}`, value] as const);
  return {
    sections: { ...own, ...Object.fromEntries([...foreign, ...beside]) },
    ciphertexts: Object.fromEntries(ciphertextsIn(secrets, "")),
    salt: encryptionsalt ?? encryptedkey ?? "",
  };
}

/** The name of each, however deep: `JWT_SECRET`; of a map that is one secret the section's. */
function ciphertextsIn(value: unknown, name: string): [string, string][] {
  const secret = Secure.safeParse(value);
  if (secret.success) return [[name || `${NAMESPACE}secrets`, secret.data.secure]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => ciphertextsIn(inner, name === "" ? key : `${name}.${key}`));
}
