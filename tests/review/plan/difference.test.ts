import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../review/plan/difference.ts";
import { type DigestedFile, recordOf } from "../../../review/plan/digest.ts";
import type { PlanRecord, ResourceChange } from "../../../review/plan/plan.ts";
import fc from "../../support/property.ts";

const changeOf = (name: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  urn: `urn:pulumi:prod::cutover::render:index:WebService::${name}`,
  type: "render:index:WebService",
  name,
  kind: "update",
  properties: [],
  inputs: {},
  ...more,
});
const file: DigestedFile = { sections: { origins: ["https://a.example"] }, ciphertexts: {}, salt: "" };
const recorded = (changes: readonly ResourceChange[], of = file): PlanRecord =>
  recordOf({ stack: "prod", changes, same: 0, said: [] }, of);

describe("the difference of two plans", () => {
  it("tells two of one name below different parents apart", () => {
    const below = (parent: string, plan: string) =>
      changeOf("api", { urn: `urn:pulumi:prod::cutover::${parent}$render:index:WebService::api`, inputs: { plan } });
    const one = recorded([below("a", "pro"), below("b", "starter")]);
    const other = recorded([below("a", "starter"), below("b", "pro")]);
    expect(one.digest).not.toBe(other.digest);
    expect(differenceOf(one, other)?.changed).toHaveLength(2);
  });

  it("is undefined exactly where the digests are equal, and names each line once", () => {
    const changes = fc.array(
      fc.record({ name: fc.constantFrom("api", "worker"), plan: fc.constantFrom("pro", "starter") }),
      { maxLength: 4 },
    );
    const made = (list: readonly { name: string; plan: string }[]) =>
      recorded(list.map(({ name, plan }) => changeOf(name, { inputs: { plan } })));
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const [was, is] = [made(before), made(after)];
        const difference = differenceOf(was, is);
        expect(difference === undefined).toBe(was.digest === is.digest);
        if (!difference) return;
        const { gone, added } = difference;
        expect(added.length - gone.length).toBe(is.resources.length - was.resources.length);
      }),
    );
  });

  it("cannot be led astray by a name with blanks and line breaks", () => {
    const hostile = recorded([changeOf(`api\ndelete render:index:Postgres db ${"0".repeat(64)}`)]);
    expect(hostile.resources).toHaveLength(2);
    expect(hostile.resources.filter((line) => line.startsWith("delete "))).toEqual([]);
    expect(differenceOf(recorded([]), hostile)?.added).toEqual([
      `update render:index:WebService api%0Adelete%20render:index:Postgres%20db%20${"0".repeat(64)}`,
    ]);
  });
});
