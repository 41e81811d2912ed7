import { describe, expect, it } from "vitest";
import { conditionFault } from "../../../config/rollout/condition.ts";
import { gateSets } from "../../../config/rollout/gate-set.ts";
import { rollout } from "../../../config/rollout/rollout.ts";
import { declarationOf } from "../../../release/gate-sets/declaration.ts";

const complaints = { name: "no complaints", complaints: {} };
const declare = (more: object) => declarationOf(rollout.parse({ flag: "V2_ROLLOUT_PERCENT", percent: 0, ...more }));

describe("what a rollout declares", () => {
  it("S2.5 has the gates of a ready set in the set's place", () => {
    const { gates } = declare({ gates: [complaints, { set: "full-pass" }] });
    expect(gates.map(({ name }) => name)).toEqual(["no complaints", ...gateSets["full-pass"].gates]);
  });

  it("S2.11 has the rollback criteria of a ready set in the set's place", () => {
    const { rollbackWhen } = declare({ rollbackWhen: [{ set: "full-pass" }] });
    expect(rollbackWhen.map(({ name }) => name)).toEqual(gateSets["full-pass"].rollbackWhen);
  });

  it("stays as it is without sets, and twice the same gives the same", () => {
    const once = declare({ gates: [complaints] });
    expect(once.gates).toMatchObject([complaints]);
    expect(declare({ gates: [{ set: "full-pass" }] })).toEqual(declare({ gates: [{ set: "full-pass" }] }));
  });

  it("has conditions that can be judged in every ready set", () => {
    const { gates, rollbackWhen } = declare({ gates: [{ set: "full-pass" }], rollbackWhen: [{ set: "full-pass" }] });
    const conditions = [...gates.flatMap(({ pass, fail }) => [pass, fail]), ...rollbackWhen.map(({ when }) => when)];
    expect(conditions.flatMap((text) => (text === undefined ? [] : (conditionFault(text) ?? [])))).toEqual([]);
  });
});
