import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { z } from "zod";
import { factsOf, type StackFacts } from "../../policies/facts.ts";
import { Judge } from "../../policies/judge.ts";
import type { JudgedResource } from "../../policies/rule.ts";
import { rules } from "../../policies/rules.ts";
import { siblingsOf } from "../../policies/siblings.ts";
import { manyResources } from "./many-resources.ts";
import { median } from "./measure.ts";

const File = z.object({ config: z.record(z.string(), z.unknown()) });

/** The start of the pack's process, and all rules on stacks of some sizes: milliseconds by what was done. */
export async function benchPolicies(repository: string, { runs }: { runs: number }): Promise<Record<string, number>> {
  const facts = await factsOfProd(repository);
  const sizes: [string, number][] = [];
  for (const size of [10, 100, 1_000]) {
    const resources = manyResources(size);
    sizes.push([
      `${rules.length} rules, ${size} resources`,
      await median(async () => judgeAll(resources, facts), runs, 3),
    ]);
  }
  return {
    "policies, start of the pack": await median(() => startPack(repository), runs),
    ...Object.fromEntries(sizes),
  };
}

/** Judges as the pack does, with every rule; the number of findings. */
export function judgeAll(resources: readonly JudgedResource[], facts: StackFacts): number {
  const judge = new Judge(rules, facts);
  return resources.flatMap((one) => judge.ofResource(one)).length + judge.ofStack(resources).length;
}

/** What rules know of the committed prod stack. */
export async function factsOfProd(repository: string): Promise<StackFacts> {
  const { config } = File.parse(parse(await readFile(join(repository, "Pulumi.prod.yaml"), "utf8")));
  const siblings = siblingsOf(repository, "prod");
  return factsOf("prod", (key) => config[`cutover:${key}`], { now: new Date(), siblings: () => siblings });
}

/** Until the pack says where it listens, with the arguments of policies/PulumiPolicy.yaml. */
async function startPack(repository: string): Promise<void> {
  const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
  const cwd = join(repository, "policies");
  const { runtime } = Manifest.parse(parse(await readFile(join(cwd, "PulumiPolicy.yaml"), "utf8")));
  const args = [...runtime.options.nodeargs.split(" "), script, "127.0.0.1:1", cwd];
  const pack = execa(process.execPath, args, { cwd, reject: false });
  await once(pack.stdout, "data");
  pack.kill("SIGKILL");
}

const Manifest = z.object({ runtime: z.object({ options: z.object({ nodeargs: z.string() }) }) });
