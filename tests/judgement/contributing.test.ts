import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import type { Rule } from "../../policies/rule.ts";
import { API, facts, resource, told } from "../policies/stack-facts.ts";

const page = readFileSync(new URL("../../CONTRIBUTING.md", import.meta.url), "utf8");
const [written = ""] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

/** The rule of the page, as it would be in its folder. */
async function ruleOfPage(): Promise<Rule<unknown>> {
  const render = new URL("../../policies/render/", import.meta.url);
  const code = written.replace(/ from "(\..+?)"/g, (_, path: string) => ` from "${new URL(path, render).pathname}"`);
  const folder = mkdtempSync(join(tmpdir(), "cutover-rule-"));
  try {
    writeFileSync(join(folder, "limit-instances.ts"), code);
    const { limitInstances } = await import(/* @vite-ignore */ pathToFileURL(join(folder, "limit-instances.ts")).href);
    return limitInstances;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("the rule that CONTRIBUTING adds works as it stands there", async () => {
  const rule = await ruleOfPage();
  const judge = (numInstances: number) => rule.judgeResource(resource(API, { name: "api", numInstances }), () => facts);
  expect(judge(10)).toEqual([]);
  expect(told(judge(11))).toEqual([
    [
      "api: numInstances is 11; expected at most 10",
      "pulumi config set --path cutover:services.api.instances 10 --stack prod",
    ],
  ]);
  for (const line of told(judge(11)).flat()) expect(page).toContain(line);
});
