import {
  VERCEL_DEPLOYMENT,
  VERCEL_PROJECT,
  VERCEL_SHARED_VARIABLE,
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
} from "../resource-types.ts";
import type { JudgedResource } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";
import { recordOf } from "./rollouts.ts";

/** A variable at Vercel, whichever kind of resource sets it. */
export interface VercelSetting {
  readonly urn?: string;
  readonly key: string;
  readonly value: Plain;
  /** `production`, `preview`, `development`, or the id of an environment of one's own. */
  readonly targets: Plain;
  readonly customEnvironments: Plain;
  readonly sensitive: Plain;
}

/** Resources that set variables at Vercel. */
export const VERCEL_SETTINGS: ReadonlySet<string> = new Set([
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
  VERCEL_SHARED_VARIABLE,
  VERCEL_PROJECT,
]);

/** All variables that one resource sets. */
export function vercelSettings({ type, name, urn, properties }: JudgedResource): VercelSetting[] {
  const found = properties();
  const lists = type === VERCEL_VARIABLES ? found.variables : type === VERCEL_PROJECT ? found.environments : [found];
  if (!Array.isArray(lists)) return [];
  return lists.map((one: Plain) => settingOf(one instanceof Unknown ? {} : recordOf(one), name, urn));
}

function settingOf(inputs: PlainRecord, name: string, urn: string | undefined): VercelSetting {
  const { key, value = null, targets = null, customEnvironmentIds = null, sensitive = null } = inputs;
  return {
    ...(urn ? { urn } : {}),
    key: typeof key === "string" ? key : name,
    value,
    targets,
    customEnvironments: customEnvironmentIds,
    sensitive,
  };
}

/** The same, and the variables that are built into one deployment only. */
export const variablesAtVercel = (resource: JudgedResource): Pick<VercelSetting, "urn" | "key" | "value">[] =>
  resource.type === VERCEL_DEPLOYMENT ? builtInto(resource) : vercelSettings(resource);

const builtInto = ({ urn, properties }: JudgedResource) =>
  Object.entries(recordOf(properties().environment ?? null)).map(([key, value]) => ({
    ...(urn ? { urn } : {}),
    key,
    value,
  }));
