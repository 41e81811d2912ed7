import { describe, expect, it } from "vitest";
import { type Previewed, previewOf } from "../../review/preview.ts";

const previewed = (text: string, more: Partial<Previewed> = {}): Previewed => ({
  ...{ stack: "prod", head: "1".repeat(40), base: "0".repeat(40), trust: "production" },
  file: { stack: "prod", name: "Pulumi.prod.yaml", text },
  change: undefined,
  unseen: [],
  project: "/nowhere",
  // Without a way to any engine: none may be asked for.
  env: {},
  signal: AbortSignal.timeout(10_000),
  ...more,
});

describe("a change whose configuration cannot be used", () => {
  it("is a review that fails and says every fault, without an engine", async () => {
    const review = await previewOf(previewed("config:\n  cutover:deploys: sometimes\n"));
    expect(review).toMatchObject({ verdict: "failed", head: "1".repeat(40), plan: { changes: [] } });
    expect(review.errors.join("\n")).toContain("cutover:deploys");
    expect(review.errors.join("\n")).toContain("fix:");
  });

  it("still says what weakens the guard", async () => {
    const weakenings = [{ what: "policies/a.ts is deleted", file: "policies/a.ts" }];
    const change = { files: ["policies/a.ts"], prefix: "", before: undefined, weakenings };
    const review = await previewOf(previewed("config: [\n", { change, unseen: ["policies/a.ts"] }));
    expect(review.weakenings).toEqual(weakenings);
    expect(review.errors.at(-1)).toMatch(/^the change of policies\/a\.ts is not in this preview/);
  });
});
