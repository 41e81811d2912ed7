import { expect, it } from "vitest";
import { requirePersistentStores } from "../../../policies/render/require-persistent-stores.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { DATABASE, facts, QUEUE, resource, told } from "../stack-facts.ts";

const judge = (type: string, plan: Plain, stack = facts) =>
  requirePersistentStores.judgeResource(resource(type, { name: "twin-store", plan }, "store"), () => stack);

it.each([
  [QUEUE, "starter"],
  [QUEUE, null],
  [DATABASE, "basic_256mb"],
  [DATABASE, "starter"],
])("S1.6 passes a %s of plan %s", (type, plan) => {
  expect(judge(type, plan)).toEqual([]);
});

it("S1.6 lets staging forget", () => {
  expect(judge(QUEUE, "free", { ...facts, production: false })).toEqual([]);
});

it("S1.6 refuses a store that forgets", () => {
  const found = judge(QUEUE, "free");
  expect(told(found)).toEqual([
    [
      "twin-store: the plan is free, and a free key value store forgets everything when it restarts; expected a paid plan in production",
      "pulumi config set --path cutover:services.queue.plan starter --stack prod",
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.queue.plan");
});

it("S4.1 refuses a database that ends, which no key of the configuration has", () => {
  const found = judge(DATABASE, "free");
  expect(told(found)).toEqual([
    [
      "twin-store: the plan is free, and a free database ends 30 days after it was made, and has no backups; expected a paid plan in production",
      "declare store with a paid plan, such as basic_256mb",
    ],
  ]);
  expect(found[0]).not.toHaveProperty("at");
});

it("gives notice of a plan that is not known yet", () => {
  expect(judge(QUEUE, new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice" })]);
});
