import { compare, zero } from "../../../release/ladder/positions.ts";
import type { Change, Known, Resource } from "../../protocol/resource.ts";
import { isUnknown } from "../../protocol/unjudged.ts";
import type { ReleaseClient } from "../client.ts";
import { deleteRollout } from "./delete-rollout.ts";
import { judgement } from "./judgement.ts";
import { idOf } from "./place.ts";
import { readRollout } from "./read-rollout.ts";
import { addedInputs, positionOf, RolloutInputs, RolloutState } from "./rollout-inputs.ts";
import { commitFor, createRollout, updateRollout } from "./update-rollout.ts";

/**
 * A gradual rollout by percentage (S2.2): owns the flag at Vercel, and judges every change of the percent by what was
 * declared before it, by what users really get, and by the evidence (D4). What the program takes the percent from is the
 * output `granted`, so that an update of something else cannot get around the judgement.
 */
export const rollout: Resource<ReleaseClient, RolloutInputs, RolloutState> = {
  type: "release:index:Rollout",
  description: "A gradual rollout: a flag whose percent only rises when the evidence says so.",
  inputs: RolloutInputs,
  state: RolloutState,
  replaceOn: ["projectId", "teamId", "flag"],
  refreshBeforeUpdate: true,

  check(_call, want) {
    const given = addedInputs.filter((name) => want[name] !== undefined);
    const steps = isUnknown(want.ladder) ? undefined : want.ladder.map(({ percent }) => percent);
    return [
      ...given.map((name) => ({ path: name, reason: "is the provider's own; leave it out" })),
      ...(steps && !isUnknown(want.percent) && !steps.includes(want.percent)
        ? [{ path: "percent", reason: `expected a step of the ladder: ${steps.join(", ")}` }]
        : []),
    ];
  },

  judge: (call, want, olds) => judgement(call, want, olds),

  diff: (changes) => changes.filter(({ path }) => !/^decision\b/.test(path)),

  computed(changes, known) {
    const moved = !known || changes.some(({ path }) => /^(percent|legacy\.state|observedFlag|unrecorded)$/.test(path));
    if (moved) return RolloutState.keyof().options;
    return changes.some(({ path }) => path === "builtFrom") ? ["since", "commit"] : ["since"];
  },

  predict(_changes: readonly Change[], known: Known<RolloutInputs, RolloutState> | undefined, want) {
    const to = positionOf(want);
    const up = compare(to, known ? positionOf(known.inputs) : zero) > 0;
    if (up && want.decision?.outcome !== "promote") return known?.state ?? { granted: 0, retired: false, commit: "" };
    const commit = known ? commitFor(known, want) : "";
    const percent = known?.state.percent;
    return {
      ...{ granted: to.percent, retired: to.legacy === "retired", commit },
      ...(percent === undefined ? {} : { percent }),
    };
  },

  async create(call, want) {
    const state = await createRollout(call, want);
    return { id: idOf(want), state };
  },
  read: (call, id, known) => readRollout(call, id, known),
  update: (call, _id, known, want) => updateRollout(call, known, want),
  delete: (call, _id, { inputs }) => deleteRollout(call, inputs),
};
