import { z } from "zod";
import { legacyStates } from "../../config/rollout/legacy.ts";
import type { ExportedState } from "../../judgement/state-file.ts";
import { ROLLOUT } from "../../policies/resource-types.ts";
import type { JudgedResource } from "../../policies/rule.ts";
import { isSetting, ProjectedResource, type Projection, SETTINGS } from "./projection.ts";

/** What users get stands over what was declared: outputs go before inputs. */
const Rollout = z.object({
  percent: z.int().min(0).max(100),
  legacy: z.object({ state: z.enum(legacyStates) }),
});

/**
 * Takes out of a state what may be told to whoever opens a pull request.
 * @param stack its name, where the state is empty
 */
export function projectionOf({ stack, resources }: ExportedState, named = "prod"): Projection {
  const found = resources.find(({ type }) => type === ROLLOUT);
  const rollout = found && Rollout.safeParse(found.properties()).data;
  return {
    format: 1,
    stack: stack ?? named,
    ...(rollout ? { rollout: { percent: rollout.percent, legacy: rollout.legacy.state } } : {}),
    resources: resources.flatMap(projected).sort(byTypeAndName),
  };
}

/** A resource whose name is none of ours is left out, and so is a provider, which belongs to the engine. */
function projected({ type, name, properties }: JudgedResource): ProjectedResource[] {
  if (type.startsWith("pulumi:")) return [];
  const all = Object.hasOwn(SETTINGS, type) ? properties() : {};
  const settings = Object.fromEntries(Object.entries(all).filter(([key, value]) => isSetting(type, key, value)));
  const { data } = ProjectedResource.safeParse({ type, name, settings });
  return data ? [data] : [];
}

const byTypeAndName = (a: ProjectedResource, b: ProjectedResource): number =>
  a.type === b.type ? (a.name < b.name ? -1 : 1) : a.type < b.type ? -1 : 1;
