import type { RolloutConfig } from "../../config/rollout/rollout.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { fullPassGates } from "./full-pass.ts";
import { fullPassCriteria } from "./full-pass-criteria.ts";

const sets = { "full-pass": { gates: fullPassGates, criteria: fullPassCriteria } };

/** What is declared, with every ready set replaced by what is in it. */
export function declarationOf({ gates, rollbackWhen, ...rest }: RolloutConfig): Declaration {
  return {
    ...rest,
    gates: gates.flatMap((item) => ("set" in item ? sets[item.set].gates : item)),
    rollbackWhen: rollbackWhen.flatMap((item) => ("set" in item ? sets[item.set].criteria : item)),
  };
}
