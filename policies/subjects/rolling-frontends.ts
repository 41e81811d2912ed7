import { ROLLOUT, VERCEL_PROJECT } from "../resource-types.ts";
import type { WholeSubjects } from "../rule.ts";
import type { Plain } from "../unknown.ts";
import { percentText, recordOf } from "./rollouts.ts";

/** A Vercel project while its users are on two versions, or have pages open that are older than what is deployed. */
export interface RollingFrontend {
  readonly name: string;
  readonly urn?: string;
  /** Where the rollout stands: `10 %`, `removed`. */
  readonly position: string;
  readonly percent: Plain;
  /** What became of the old version: `serving`, `deprecated`, `removed`, `retired`. */
  readonly legacy: Plain;
  /** For how long Vercel answers an old page with its own version; null where it does not. */
  readonly skewProtection: Plain;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfRolling {
  readonly frontend?: { readonly name: string; readonly skewProtection?: string | undefined } | undefined;
  readonly rollout?: { readonly percent: number; readonly legacy?: { readonly state: string } } | undefined;
}

/** Projects on Vercel, beside the rollout of the stack. */
export const rollingFrontends: WholeSubjects<RollingFrontend, ConfigOfRolling> = {
  description: "projects on Vercel with a rollout",
  types: new Set([VERCEL_PROJECT, ROLLOUT]),

  ofStack(resources) {
    const projects = resources.filter(({ type }) => type === VERCEL_PROJECT);
    const rollouts = resources.filter(({ type }) => type === ROLLOUT);
    return rollouts.flatMap(({ properties }) => {
      const { percent = null, legacy = null } = properties();
      return projects.map(({ name, urn, properties: of }) => {
        const { name: ownName, skewProtection = null } = of();
        return {
          name: typeof ownName === "string" ? ownName : name,
          ...(urn ? { urn } : {}),
          ...standing(percent, recordOf(legacy).state ?? "serving"),
          skewProtection,
        };
      });
    });
  },

  ofConfig({ frontend, rollout }) {
    if (!frontend || !rollout) return [];
    const { name, skewProtection = null } = frontend;
    return [{ name, ...standing(rollout.percent, rollout.legacy?.state ?? "serving"), skewProtection }];
  },
};

const standing = (percent: Plain, legacy: Plain) => ({
  percent,
  legacy,
  position: percent === 100 && typeof legacy === "string" && legacy !== "serving" ? legacy : percentText(percent),
});
