import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { rollout } from "../../../config/rollout/rollout.ts";
import { fullPassGates } from "../../../release/gate-sets/full-pass.ts";
import { fullPassCriteria } from "../../../release/gate-sets/full-pass-criteria.ts";

const page = readFileSync(new URL("../../../docs/gates.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);

it.each(examples)("an example of docs/gates.md can be declared: %s", (text) => {
  const declared = rollout.safeParse({ flag: "V2_ROLLOUT_PERCENT", percent: 0, ...parse(text) });
  expect(declared.error?.issues).toBeUndefined();
});

it("S2.5 docs/gates.md tells of every ready gate and criterion", () => {
  expect(examples.length).toBeGreaterThan(1);
  for (const { name } of [...fullPassGates, ...fullPassCriteria]) expect(page).toContain(`| ${name} |`);
});
