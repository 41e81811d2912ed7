import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { MergeGate } from "../../../components/merge-gate.ts";
import { type RepositoryConfig, repositoryConfig } from "../../../config/repository-schema.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import type { JudgedResource, Rule } from "../../../policies/rule.ts";
import { type Plain, plain } from "../../../policies/unknown.ts";
import { record } from "../../components/recorder.ts";
import { facts, resource } from "../stack-facts.ts";

export const RULESET = "github:index/repositoryRuleset:RepositoryRuleset";
export const ENVIRONMENT = "github:index/repositoryEnvironment:RepositoryEnvironment";
export const BRANCH = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
export const VARIABLE = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";

const File = z.object({ config: z.record(z.string(), z.unknown()) });

/** The committed `Pulumi.repo.yaml`, parsed as the program parses it. */
export function committedRepository(): RepositoryConfig {
  const { config } = File.parse(parse(readFileSync(new URL("../../../Pulumi.repo.yaml", import.meta.url), "utf8")));
  const own = Object.entries(config).filter(([key]) => key.startsWith("cutover:"));
  return repositoryConfig.parse(Object.fromEntries(own.map(([key, value]) => [key.slice("cutover:".length), value])));
}

/** What rules know of the stack that guards the repository. */
export const repositoryFacts = (config: RepositoryConfig = committedRepository()): StackFacts => ({
  ...facts,
  stack: "repo",
  section: (key) => Reflect.get(config, key),
});

/** What the merge gate's component declares for a configuration. */
export async function guarded(config: RepositoryConfig = committedRepository()): Promise<JudgedResource[]> {
  const recorded = await record(() => new MergeGate("merge-gate", config));
  return recorded
    .filter(({ type }) => type.startsWith("github:"))
    .map(({ type, name, inputs }) => resource(type, plain(inputs) as Record<string, Plain>, name));
}

/** The same resources with other properties in those of one type and name. */
export const changed = (
  resources: readonly JudgedResource[],
  type: string,
  change: (properties: Record<string, Plain>) => Record<string, Plain>,
  named: RegExp = /./,
): JudgedResource[] =>
  resources.map((one) =>
    one.type === type && named.test(one.name) ? { ...one, properties: () => change({ ...one.properties() }) } : one,
  );

/** What a rule finds, whatever it looks at. */
export const judge = (rule: Rule<never>, resources: readonly JudgedResource[], stack = repositoryFacts()) => [
  ...resources.flatMap((one) => rule.judgeResource(one, () => stack)),
  ...rule.judgeStack(resources, () => stack),
];
