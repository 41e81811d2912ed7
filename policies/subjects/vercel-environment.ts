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

const VARIABLE = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
const VARIABLES = "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables";
const SHARED = "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable";
const PROJECT = "vercel:index/project:Project";

export const DEPLOYMENT = "vercel:index/deployment:Deployment";

/** Resources that set variables at Vercel. */
export const VERCEL_SETTINGS: ReadonlySet<string> = new Set([VARIABLE, VARIABLES, SHARED, PROJECT]);

/** All variables that one resource sets. */
export function vercelSettings({ type, name, urn, properties }: JudgedResource): VercelSetting[] {
  const found = properties();
  const lists = type === VARIABLES ? found.variables : type === PROJECT ? found.environments : [found];
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
  resource.type === DEPLOYMENT ? builtInto(resource) : vercelSettings(resource);

const builtInto = ({ urn, properties }: JudgedResource) =>
  Object.entries(recordOf(properties().environment ?? null)).map(([key, value]) => ({
    ...(urn ? { urn } : {}),
    key,
    value,
  }));
