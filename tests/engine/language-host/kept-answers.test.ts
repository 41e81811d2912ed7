import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KeptAnswers } from "../../../engine/language-host/kept-answers.ts";

let home: string;
let pack: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "cutover-kept-"));
  pack = join(home, "pack");
  await mkdir(join(pack, "rules"), { recursive: true });
  await writeFile(join(pack, "rules", "one.ts"), "export {};");
});
afterEach(() => rm(home, { recursive: true, force: true }));

const kept = () => KeptAnswers.of(pack, { PULUMI_HOME: home });
const answer = Buffer.from([1, 2, 3]);

it("has nothing of a pack that was never asked", async () => {
  expect((await kept()).get("GetAnalyzerInfo")).toBeUndefined();
});

it("has in the next run what was answered in this one", async () => {
  await (await kept()).keep("GetAnalyzerInfo", answer);
  const next = await kept();
  expect(next.get("GetAnalyzerInfo")).toEqual(answer);
  expect(next.get("GetPluginInfo")).toBeUndefined();
});

it.each([
  ["a file is new", () => writeFile(join(pack, "rules", "two.ts"), "")],
  ["a file has another length", () => writeFile(join(pack, "rules", "one.ts"), "export const one = 1;")],
  ["a file has another time", () => utimes(join(pack, "rules", "one.ts"), 1, 1)],
  ["a file is gone", () => rm(join(pack, "rules", "one.ts"))],
])("forgets it when %s", async (_title, change) => {
  await (await kept()).keep("GetAnalyzerInfo", answer);
  await change();
  expect((await kept()).get("GetAnalyzerInfo")).toBeUndefined();
});

it("keeps nothing more of a pack that varies, until its files change", async () => {
  const first = await kept();
  await first.keep("GetAnalyzerInfo", answer);
  await first.giveUp();
  const second = await kept();
  expect(second.get("GetAnalyzerInfo")).toBeUndefined();
  await second.keep("GetAnalyzerInfo", answer);
  expect((await kept()).get("GetAnalyzerInfo")).toBeUndefined();
  await writeFile(join(pack, "rules", "two.ts"), "");
  await (await kept()).keep("GetAnalyzerInfo", answer);
  expect((await kept()).get("GetAnalyzerInfo")).toEqual(answer);
});

it("takes a file that cannot be read for none, and one that cannot be written for no reason to fail", async () => {
  await writeFile(join(home, "cutover-policy-packs"), "a file where a folder is expected");
  await (await kept()).keep("GetAnalyzerInfo", answer);
  expect((await kept()).get("GetAnalyzerInfo")).toBeUndefined();
});
