import { isDeepStrictEqual } from "node:util";
import { programFiles } from "./base/program-files.ts";
import type { DigestedFile } from "./plan/digest.ts";
import { digestedFile } from "./plan/digested-file.ts";
import type { Previewed } from "./preview.ts";

/** Whether a change is one of the stack's settings alone: neither of the program nor of a secret. The second is its file's. */
export function onlySettings(
  { change, unseen }: Pick<Previewed, "change" | "unseen">,
  { ciphertexts }: Pick<DigestedFile, "ciphertexts">,
): boolean {
  if (!change || unseen.length > 0 || programFiles(change.files, change.prefix).length > 0) return false;
  return isDeepStrictEqual(digestedFile(change.before ?? "").ciphertexts, ciphertexts);
}
