import {
  PROMOTION,
  ROLLOUT,
  VERCEL_DEPLOYMENT,
  VERCEL_PROJECT,
  VERCEL_SHARED_VARIABLE,
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
} from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** Something that gives the flag of a rollout a value, or says which one was built in. */
export interface FlagCarrier {
  readonly name: string;
  readonly urn?: string;
  readonly flag: string;
  /** A variable sets the flag for the whole project, a deployment has one value built in, a promotion gives users one. */
  readonly kind: "variable" | "deployment" | "promotion";
  /** The percent in the deployment's own environment or that users get, and the one in its metadata; null where it has none. */
  readonly built: Plain;
  readonly said: Plain;
  /** The percent that was granted: while the next one is refused, that of the step before. */
  readonly granted: Plain;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfRollout {
  readonly rollout?: { readonly flag: string; readonly percent: number } | undefined;
  readonly env?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined;
}

const VARIABLES = new Set([VERCEL_VARIABLE, VERCEL_VARIABLES, VERCEL_SHARED_VARIABLE, VERCEL_PROJECT]);

/** Whatever carries the flag of a rollout beside the rollout itself. */
export const flagCarriers: WholeSubjects<FlagCarrier, ConfigOfRollout> = {
  description: "variables, deployments and promotions that carry a rollout's flag",
  types: new Set([ROLLOUT, VERCEL_DEPLOYMENT, PROMOTION, ...VARIABLES]),

  ofStack(resources) {
    const others = resources.filter(({ type }) => type !== ROLLOUT);
    return resources
      .filter(({ type }) => type === ROLLOUT)
      .flatMap(({ properties }) => {
        // Once it is updated, its percent is what users really get until the promotion, and granted is what they are to get.
        const { flag, percent = null, granted = percent, decision = null } = properties();
        if (typeof flag !== "string") return [];
        // What is refused is told by another rule; until then, deployments keep the percent that was earned.
        const declared = recordOf(decision).outcome === "refuse" ? null : granted;
        return others.flatMap((resource) => carrierOf(resource, flag, declared));
      });
  },

  ofConfig({ rollout, env }) {
    if (!rollout || env?.frontend?.[rollout.flag] === undefined) return [];
    const { flag, percent } = rollout;
    return [{ name: flag, flag, kind: "variable", built: null, said: null, granted: percent }];
  },
};

function carrierOf(resource: JudgedResource, flag: string, granted: Plain): FlagCarrier[] {
  const { type, name, urn, properties } = resource;
  const carrier = { name, ...(urn ? { urn } : {}), flag, granted };
  if (type === PROMOTION) {
    const { flag: of = null, percent = null } = properties();
    // Below 0 nothing tells what users get.
    if (of !== flag || (typeof percent === "number" && percent < 0)) return [];
    return [{ ...carrier, kind: "promotion", built: percent, said: null }];
  }
  const { key = null, variables = null, environments = null, environment = null, meta = null } = properties();
  if (type !== VERCEL_DEPLOYMENT) {
    const keys = [key, ...[variables, environments].flatMap(keysIn)];
    return keys.includes(flag) ? [{ ...carrier, kind: "variable", built: null, said: null }] : [];
  }
  const built = environment instanceof Unknown ? environment : (recordOf(environment)[flag] ?? null);
  const said = meta instanceof Unknown ? meta : (recordOf(meta).cutoverPercent ?? null);
  return built === null && said === null ? [] : [{ ...carrier, kind: "deployment", built, said }];
}

const keysIn = (list: Plain): Plain[] => (Array.isArray(list) ? list.map((item) => recordOf(item).key ?? null) : []);
