import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A text in which no secret may stand, by the name of its place. */
export type Place = readonly [name: string, text: string];

/** Each secret as it is, in base64 at any of the three alignments, and URL-encoded. */
function formsOf(secret: string): string[] {
  const shifted = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(" ".repeat(offset) + secret).toString("base64");
    // The first and last characters also depend on what stands before and after.
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [secret, encodeURIComponent(secret), ...shifted];
}

/** Names of the places in which a secret stands, in clear, base64 or URL-encoded. The secrets themselves are not told. */
export function leaksIn(places: Iterable<Place>, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return [...places].filter(([, text]) => forms.some((form) => text.includes(form))).map(([name]) => name);
}

/** Every file below a folder, as places. */
export async function filesIn(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, "latin1")] as const));
}
