import { describe, expect, it } from "vitest";
import { disallowHeldCommit } from "../../../policies/rollout/disallow-held-commit.ts";
import { disallowLoosenedLadder } from "../../../policies/rollout/disallow-loosened-ladder.ts";
import { disallowMigrationWithPromotion } from "../../../policies/rollout/disallow-migration-with-promotion.ts";
import { groups } from "../../../policies/rules.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, ROLLOUT, resource } from "../stack-facts.ts";

const refused = (code: string, what: string): Plain => ({ outcome: "refuse", reasons: [what], codes: [code] });
const rollout = (decision: Plain, percent: Plain = 50) =>
  resource(ROLLOUT, { flag: "V2_ROLLOUT_PERCENT", percent, legacy: { state: "serving" }, decision });

const EDITED = "the rollout is raised in the same change that edits its ladder, its gates or what they look at";
const MIGRATES = "the rollout is raised in the same change that edits which migrations run before a deploy";
const HELD = "rolled back to 0 %, and Git does not say so yet: https://github.com/acme-brains/twin-brains/pull/7";

const cases = [
  {
    rule: disallowLoosenedLadder,
    decision: refused("edited-together", EDITED),
    message: `V2_ROLLOUT_PERCENT: ${EDITED}; expected 50 % in a change of its own`,
    fix: "leave the percentage as it was, apply the edit by itself (pulumi up --stack prod), and raise when npx cutover status --stack prod says that the dwell is over",
    at: "cutover:rollout",
  },
  {
    rule: disallowMigrationWithPromotion,
    decision: refused("migrates-together", MIGRATES),
    message: `V2_ROLLOUT_PERCENT: ${MIGRATES}; expected 50 % in a change of its own`,
    fix: "leave the percentage as it was, apply the migration by itself (pulumi up --stack prod), and raise in the next change",
    at: "cutover:rollout.percent",
  },
  {
    rule: disallowHeldCommit,
    decision: refused("rolled-back", HELD),
    message: `V2_ROLLOUT_PERCENT: 50 % is held: ${HELD}`,
    fix: "merge the pull request that the rollback opened, or lower the percentage by hand (pulumi config set --path cutover:rollout.percent 0 --stack prod), then pulumi up --stack prod",
    at: "cutover:rollout.percent",
  },
];

describe.each(cases)("$rule.name", ({ rule, decision, message, fix, at }) => {
  const judge = (one: Plain, percent?: Plain) => rule.judgeResource(rollout(one, percent), () => facts);

  it("refuses what the provider refuses for it, in its words", () => {
    expect(judge(decision)).toMatchObject([{ level: "violation", message, fix, at }]);
  });

  it("is the only rule about a rollout that does", () => {
    const rules = groups.find(({ folder }) => folder === "rollout")?.rules ?? [];
    const found = rules.flatMap((one) => one.judgeResource(rollout(decision), () => facts));
    expect(found.map((finding) => finding.rule)).toEqual([rule.name]);
  });

  it("says nothing of other refusals, nor where nothing is refused", () => {
    for (const code of ["dwell", "gate", "not-next", "held"])
      expect(judge(refused(code, "something else"))).toEqual([]);
    for (const outcome of ["hold", "promote", "roll-back"])
      expect(judge({ outcome, reasons: ["left over"], codes: ["edited-together"] })).toEqual([]);
  });

  it.each<[string, Plain]>([
    ["the decision", new Unknown("later")],
    ["the outcome", { outcome: new Unknown("later"), reasons: [], codes: [] }],
    ["the codes", { outcome: "refuse", reasons: [EDITED], codes: new Unknown("later") }],
  ])("leaves it to require-earned-promotion where %s cannot be known", (_title, one) => {
    expect(judge(one)).toEqual([]);
    const general = groups.flatMap(({ rules }) => rules).find(({ name }) => name === "require-earned-promotion");
    expect(general?.judgeResource(rollout(one), () => facts)).toMatchObject([{ level: "violation" }]);
  });

  it("cannot be exempted: the provider would refuse the update all the same", () => {
    expect(rule.neverExempt).toBe(true);
  });
});
