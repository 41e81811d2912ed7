import { expect, it } from "vitest";
import { groups, rules } from "../../../policies/rules.ts";
import { committedStack } from "../committed-stack.ts";
import { facts } from "../stack-facts.ts";
import { committedRepository, guarded, judge, repositoryFacts } from "./guarded.ts";

const github = groups.find(({ folder }) => folder === "github")?.rules ?? [];

it("the committed repository's stack has no finding, as resources and as configuration", async () => {
  expect(github).toHaveLength(5);
  const resources = await guarded();
  expect(rules.flatMap((rule) => judge(rule, resources))).toEqual([]);
  const config = { services: {}, ...committedRepository() };
  expect(github.flatMap((rule) => rule.judgeConfig(config, repositoryFacts()))).toEqual([]);
});

it("the stacks of the app declare nothing at GitHub, and have no finding for it", () => {
  const prod = committedStack("prod");
  expect(github.flatMap((rule) => rule.judgeConfig(prod, facts))).toEqual([]);
  expect(github.flatMap((rule) => judge(rule, [], facts))).toEqual([]);
});
