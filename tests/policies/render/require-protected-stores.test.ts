import { expect, it } from "vitest";
import { requireProtectedStores } from "../../../policies/render/require-protected-stores.ts";
import { Unknown } from "../../../policies/unknown.ts";
import { DATABASE, facts, QUEUE, resource, told } from "../stack-facts.ts";

const judge = (type: string, allowDestroy: boolean | Unknown, protect: boolean | undefined, stack = facts) =>
  requireProtectedStores.judgeResource(
    { ...resource(type, { name: "twin-store", allowDestroy }, "store"), protect },
    () => stack,
  );

it("S1.1 passes a store that is protected, and one of which that cannot be seen", () => {
  expect(judge(QUEUE, false, true)).toEqual([]);
  expect(judge(QUEUE, false, undefined)).toEqual([]);
  expect(judge(DATABASE, false, true)).toEqual([]);
});

it("S1.1 lets staging be taken down", () => {
  expect(judge(QUEUE, true, false, { ...facts, production: false })).toEqual([]);
});

it("S1.1 refuses a store that may be destroyed, and says so once", () => {
  const found = judge(QUEUE, true, false);
  expect(told(found)).toEqual([
    [
      "twin-store: allowDestroy is true, so the next update may delete it with what it holds; expected false in production",
      "pulumi config rm --path cutover:services.queue.allowDestroy --stack prod",
    ],
  ]);
  expect(found[0]?.at).toBe("cutover:services.queue.allowDestroy");
  expect(told(judge(DATABASE, true, true))).toEqual([
    [expect.stringContaining("allowDestroy is true"), "declare store without allowDestroy"],
  ]);
});

it("S1.1 refuses a store that the engine would delete", () => {
  expect(told(judge(QUEUE, false, false))).toEqual([
    [
      "twin-store: it is not protected, so an update may delete it with what it holds; expected protect: true in production",
      "declare store with the resource option protect: true, as the component does while cutover:services.queue.allowDestroy is not set",
    ],
  ]);
  expect(told(judge(DATABASE, false, false))).toEqual([
    [expect.stringContaining("it is not protected"), "declare store with the resource option protect: true"],
  ]);
});

it("gives notice of what is not known yet", () => {
  expect(judge(QUEUE, new Unknown("later"), true)).toEqual([expect.objectContaining({ level: "notice" })]);
});
