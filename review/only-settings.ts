import { isDeepStrictEqual } from "node:util";
import { programFiles } from "./base/program-files.ts";
import { digestedFile } from "./plan/digested-file.ts";
import type { Previewed } from "./preview.ts";

/** Whether a change is one of the stack's settings alone: neither of the program nor of a secret. */
export function onlySettings({ file, change, unseen }: Pick<Previewed, "file" | "change" | "unseen">): boolean {
  if (!change || unseen.length > 0 || programFiles(change.files, change.prefix).length > 0) return false;
  const [was, is] = [change.before ?? "", file.text].map((text) => digestedFile(text).ciphertexts);
  return isDeepStrictEqual(was, is);
}
