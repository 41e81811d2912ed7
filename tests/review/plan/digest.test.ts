import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../review/plan/difference.ts";
import { type DigestedFile, recordOf } from "../../../review/plan/digest.ts";
import { groupsOf } from "../../../review/plan/groups.ts";
import type { Plan, ResourceChange } from "../../../review/plan/plan.ts";
import fc from "../../support/property.ts";

const change = (name: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  urn: `urn:pulumi:prod::cutover::render:index:WebService::${name}`,
  type: "render:index:WebService",
  name,
  kind: "update",
  properties: [{ path: "plan", kind: "update", before: '"starter"', after: '"pro"' }],
  inputs: { name, plan: "pro" },
  ...more,
});
const planOf = (...changes: ResourceChange[]): Plan => ({ stack: "prod", changes, same: 3, said: [] });
const file: DigestedFile = {
  sections: { origins: ["https://app.example.com"], env: { backend: { A: 1, B: 2 } } },
  ciphertexts: { JWT_SECRET: "v1:abc:def" },
  salt: "v1:salt",
};
const base = recordOf(planOf(change("api")), file);

describe("the digest of a plan", () => {
  it("is the same for the same change, whatever was said and whatever stays as it is", () => {
    const other = { ...planOf(change("api")), same: 9, said: [{ severity: "info", urn: undefined, text: "0.3 s" }] };
    expect(recordOf(other as Plan, file)).toEqual(base);
  });

  it("does not depend on the order of keys in the file", () => {
    const turned = { ...file, sections: { env: { backend: { B: 2, A: 1 } }, origins: ["https://app.example.com"] } };
    expect(recordOf(planOf(change("api")), turned).digest).toBe(base.digest);
  });

  it.each<[string, Plan, DigestedFile, Partial<Record<"gone" | "added" | "changed", string[]>>]>([
    [
      "another value of an input",
      planOf(change("api", { inputs: { name: "api", plan: "standard" } })),
      file,
      { changed: ["update render:index:WebService api plan: with another value"] },
    ],
    [
      "another operation",
      planOf(change("api", { kind: "replace" })),
      file,
      { changed: ["update render:index:WebService api plan → replace render:index:WebService api plan"] },
    ],
    [
      "one change more",
      planOf(change("api"), change("worker")),
      file,
      { added: ["update render:index:WebService worker plan"] },
    ],
    ["one change less", planOf(), file, { gone: ["update render:index:WebService api plan"] }],
    [
      "another value in the stack's file, which a plan shows as a secret",
      planOf(change("api")),
      { ...file, sections: { ...file.sections, env: { backend: { A: 1, B: 3 } } } },
      { changed: ["config env: with another value"] },
    ],
    [
      "another ciphertext of a secret",
      planOf(change("api")),
      { ...file, ciphertexts: { JWT_SECRET: "v1:xyz:def" } },
      { changed: ["secret JWT_SECRET: with another value"] },
    ],
  ])("differs with %s, and the difference says so", (_what, plan, of, difference) => {
    const record = recordOf(plan, of);
    expect(record.digest).not.toBe(base.digest);
    expect(differenceOf(base, record)).toEqual({ gone: [], added: [], changed: [], ...difference });
  });

  it("holds no ciphertext and no input, only their hashes", () => {
    const text = JSON.stringify(base);
    expect(text).not.toContain("v1:abc:def");
    expect(text).not.toContain('"pro"');
  });

  it("is the same exactly when inputs and operation are", () => {
    const inputs = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const [a, b] = [one, other].map((given) => recordOf(planOf(change("api", { inputs: given })), file));
        expect(a?.digest === b?.digest).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});

describe("the changes of a plan by what they are about", () => {
  const of = (type: string, name: string, parent = "") =>
    change(name, { type, urn: `urn:pulumi:prod::cutover::${parent}${type}::${name}`, inputs: {} });

  it("stand under the service's own name, and in the order of a release", () => {
    const groups = groupsOf(
      planOf(
        of("vercel:index/deployment:Deployment", "deployment", "cutover:index:Site$cutover:index:Rollout$"),
        of("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", "NEXT_PUBLIC_X"),
        of("command:local:Command", "api-smoke-checks", "cutover:index:PostDeploy$"),
        change("api", { inputs: { name: "twin-brains-api" } }),
        of("render:index:KeyValue", "queue"),
        of("cutover:index:PostDeploy", "api"),
      ),
    );
    expect(groups.map(({ title, changes }) => [title, changes.map(({ name }) => name)])).toEqual([
      ["stores", ["queue"]],
      ["twin-brains-api", ["api"]],
      ["smoke checks", ["api-smoke-checks"]],
      ["frontend", ["NEXT_PUBLIC_X"]],
      ["rollout", ["deployment"]],
    ]);
  });
});
