import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { DEADLINE_MS, reviewOf } from "../../cli/preview-review.ts";
import type { AtGitHub } from "../../cli/preview-ruling.ts";
import { recordOf } from "../../review/plan/digest.ts";
import { digestedFile } from "../../review/plan/digested-file.ts";
import { fakeMachine } from "../engine/fake-machine.ts";
import { repository } from "../review/base/repository.ts";

const NAME = "Pulumi.prod.yaml";
const PROD = readFileSync(new URL("../../Pulumi.prod.yaml", import.meta.url), "utf8");
const NONE = { stack: "prod", changes: [], same: 0, said: [] };

/** The committed production stack with values by path, `policy.levels.x`. */
function prodWith(changes: Readonly<Record<string, unknown>> = {}): string {
  const document = parseDocument(PROD);
  for (const [path, value] of Object.entries(changes)) {
    const [section, ...keys] = path.split(".");
    document.setIn(["config", `cutover:${section}`, ...keys], document.createNode(value));
  }
  return String(document);
}

const LOOSER = { "policy.levels.require-health-check": "disabled", "app.environment": "staging" };

const VIOLATION = {
  ...{ policyName: "require-health-check", policyPackName: "cutover", message: "api: no\n  fix: do" },
  ...{ enforcementLevel: "mandatory", severity: "high" },
};

/** A repository with a base and a change, and an engine that keeps the file that it was given. */
async function changed(
  before: string,
  after: string,
  { files = {}, says = {} }: { files?: Readonly<Record<string, string>>; says?: object } = {},
) {
  const machine = fakeMachine();
  machine.program(
    "pulumi",
    `[ "$1" = version ] && { echo v3.270.0; exit; }
[ -z "$PULUMI_OPTION_CONFIG_FILE" ] || cp "$PULUMI_OPTION_CONFIG_FILE" "$HERE/given.yaml"
cat "$HERE/said"`,
  );
  machine.write("said", `${JSON.stringify(says)}\n`);
  const { place, commit, run } = await repository();
  const base = await commit({ [NAME]: before, "README.md": "x" });
  const head = await commit({ [NAME]: after, ...files });
  await run("checkout", "--quiet", base);
  const env = { ...place.env, ...machine.env };
  const where = { ...place, env, stack: "prod" };
  const preview = (github?: AtGitHub) =>
    reviewOf(where, { base, configFrom: head }, AbortSignal.timeout(20_000), github);
  const given = () => parse(machine.read("given.yaml")) as { config: Record<string, Record<string, unknown>> };
  return { preview, given, head, base, where };
}

describe("a pull request that loosens what it is judged by", () => {
  it("is judged with the base's levels and environment, and recorded with its own plan", async () => {
    const { preview, given } = await changed(prodWith(), prodWith(LOOSER));
    const review = await preview();
    expect(review.judgedBy).toEqual({ rules: "base", into: undefined, owners: [] });
    expect(given().config["cutover:policy"]).toEqual(parse(PROD).config["cutover:policy"]);
    expect(given().config["cutover:app"]).toMatchObject({ environment: "production" });
    expect(review.record).toEqual(recordOf(NONE, digestedFile(prodWith(LOOSER))));
  });

  it("is judged with its own once it tightens them only", async () => {
    const tighter = { "policy.levels.limit-to-deploy-windows": "mandatory" };
    const { preview, given } = await changed(prodWith(), prodWith(tighter));
    expect((await preview()).judgedBy).toBeUndefined();
    expect(given().config["cutover:policy"]).toEqual(parse(prodWith(tighter)).config["cutover:policy"]);
  });

  it("S2.10 is not held up where else it only takes users back", async () => {
    const at50 = { "rollout.percent": 50 };
    const back = prodWith({ ...LOOSER, "rollout.percent": 0 });
    const { preview } = await changed(prodWith(at50), back, { says: { policyEvent: VIOLATION } });
    expect(await preview()).toMatchObject({ verdict: "pass", judgedBy: { rules: "base" } });
  });

  it("is judged with its own where the base has no such stack, and says so", async () => {
    const { where, head, base } = await changed(prodWith(), prodWith(), {
      files: { "Pulumi.new.yaml": prodWith(LOOSER) },
    });
    const review = await reviewOf(
      { ...where, stack: "new" },
      { base, configFrom: head },
      AbortSignal.timeout(20_000),
      undefined,
    );
    expect(review).toMatchObject({ verdict: "pass", judgedBy: { rules: "own", owners: [] } });
  });
});

it("a stack that is taken to another branch than the one that is judged is refused, whatever it else does", async () => {
  const { preview } = await changed(prodWith(), prodWith({ "app.branch": "mine" }));
  const pull = { number: 1, open: true, author: "x", head: "", fork: false, base: "", into: "main", intoDefault: true };
  const review = await preview({ pull } as unknown as AtGitHub);
  expect(review.verdict).toBe("refused");
  expect(review.policies.findings).toMatchObject([{ rule: "require-gated-branch", at: "cutover:app.branch" }]);
});

it("what is refused as far as it was seen is refused, and says what is unseen", async () => {
  const { preview } = await changed(prodWith(), `encryptionsalt: v1:new\n${prodWith()}`, {
    says: { policyEvent: VIOLATION },
  });
  const review = await preview();
  expect(review.verdict).toBe("refused");
  expect(review.errors).toEqual([
    expect.stringMatching(/^the change of encryptionsalt in Pulumi\.prod\.yaml is not in/),
  ]);
});

it("a preview that hangs is stopped some minutes before its job is, so that it can still tell", () => {
  const limits = ["preview", "program"].flatMap((name) => {
    const text = readFileSync(new URL(`../../.github/workflows/${name}.yml`, import.meta.url), "utf8");
    const { jobs } = parse(text) as { jobs: Record<string, { "timeout-minutes": number }> };
    return Object.values(jobs).filter((job) => JSON.stringify(job).includes("--comment"));
  });
  expect(limits).toHaveLength(2);
  for (const { "timeout-minutes": minutes } of limits) expect(minutes).toBeGreaterThanOrEqual(DEADLINE_MS / 60_000 + 4);
});
