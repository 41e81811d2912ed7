import type { Plan, ResourceChange } from "./plan.ts";

/** Changes of one thing that an operator knows by a name. */
export interface ChangeGroup {
  /** `twin-brains-api`, `frontend`, `rollout`, `stores`, `checks`, `repository`, `other`. */
  readonly title: string;
  readonly changes: readonly ResourceChange[];
}

/** Where a type belongs that has no service of its own; the first that matches the URN counts. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/cutover:index:PostDeploy|command:local:Command/, "smoke checks"],
  [/render:index:(KeyValue|Postgres)/, "stores"],
  [/cutover:index:Rollout|release:index:/, "rollout"],
  [/vercel:index/, "frontend"],
  [/github:index/, "repository"],
];

/** The plan's changes by what they are about, in the order in which a release makes them; components themselves are left out. */
export function groupsOf({ changes }: Plan): readonly ChangeGroup[] {
  const real = changes.filter(({ type }) => !type.startsWith("cutover:index:") && !type.startsWith("pulumi:"));
  const groups = Map.groupBy(real, titleOf);
  return [...groups]
    .map(([title, of]) => ({ title, changes: of }))
    .sort((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : Number(a.title > b.title)));
}

function titleOf({ urn, type, name, inputs }: ResourceChange): string {
  if (/^render:index:(?!KeyValue|Postgres|EnvGroup)/.test(type)) {
    const own: unknown = Object(inputs).name;
    return typeof own === "string" ? own : name;
  }
  return PLACES.find(([of]) => of.test(urn))?.[1] ?? "other";
}

const ORDER = ["stores", "service", "smoke checks", "frontend", "rollout", "repository", "other"];
const rank = ({ title }: ChangeGroup): number => ORDER.indexOf(ORDER.includes(title) ? title : "service");
