import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesIn, leaksIn } from "../../rehearsal/leaks.ts";
import fc from "../support/property.ts";
import { scale } from "../support/scale.ts";

const secret = "rehearsal-key-0123456789abcdef";
const runs = 100 * scale;

it("finds a secret in clear, URL-encoded, and in base64 wherever it stands in what was encoded", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const text = `${before}${secret}/=${after}`;
      const forms = [text, encodeURIComponent(`${secret}/=`), Buffer.from(text).toString("base64")];
      expect(
        leaksIn(
          forms.map((form, index) => [`place ${index}`, form]),
          [`${secret}/=`],
        ),
      ).toEqual(["place 0", "place 1", "place 2"]);
    }),
    { numRuns: runs },
  );
});

it("names no place that holds only part of it", () => {
  expect(
    leaksIn(
      [
        ["a", secret.slice(0, -1)],
        ["b", ""],
      ],
      [secret],
    ),
  ).toEqual([]);
});

it("reads every file below a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cutover-leaks-"));
  await mkdir(join(folder, "deep"));
  await writeFile(join(folder, "deep", "log"), `token ${secret}`);
  await writeFile(join(folder, "clean"), "nothing");
  expect(leaksIn(await filesIn(folder), [secret])).toEqual([join(folder, "deep", "log")]);
  await rm(folder, { recursive: true });
});
