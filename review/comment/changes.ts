import { groupsOf } from "../plan/groups.ts";
import { SECRET, UNKNOWN } from "../plan/inputs.ts";
import type { Plan, PropertyChange, ResourceChange } from "../plan/plan.ts";
import { isGrave, toldKind } from "../told-kind.ts";
import { code } from "./inert-text.ts";
import { within } from "./room.ts";

/** More properties of one resource are in the full plan only. */
const MOST = 12;

/** What changes, grouped by what operators know by name; what is replaced or deleted is bold. */
export function changesText(plan: Plan, room: number): string {
  const lines = groupsOf(plan).flatMap(({ title, changes }) => [`\n**${code(title)}**\n`, ...changes.map(changeText)]);
  if (lines.length === 0) return "";
  const told = within(room, lines, (more) => `- and ${more} more, in the full plan below`);
  return ["#### What changes", ...told].join("\n");
}

function changeText(change: ResourceChange): string {
  const { type, name } = change;
  const kind = toldKind(change);
  const title = `${kind} ${code(name)}`;
  // Why a check runs again is what else is in the plan.
  const properties = kind === "run" ? [] : change.properties;
  const told = properties.slice(0, MOST).map((property) => `  - ${propertyText(property, isGrave(change))}`);
  const more = properties.length - told.length;
  return [
    `- ${isGrave(change) ? `**${title}**` : title} (${code(type.split(":").at(-1) ?? type)})`,
    ...told,
    ...(more > 0 ? [`  - and ${more} more`] : []),
  ].join("\n");
}

function propertyText({ path, kind, before, after }: PropertyChange, forced: boolean): string {
  const forces = forced && kind === "replace" ? " **forces the replacement**" : "";
  return `${code(path)}: ${valuesText(before, after)}${forces}`;
}

function valuesText(before: string | undefined, after: string | undefined): string {
  if (before !== undefined && before === after)
    return after.includes(SECRET) ? "another secret value" : code(after, WIDE);
  const [was, is] = aroundDifference(before, after);
  if (was === undefined) return `set to ${is}`;
  return is === undefined ? `${was} is removed` : `${was} → ${is}`;
}

const WIDE = 80;

/** Both values; of long ones the part where they begin to differ. */
function aroundDifference(before: string | undefined, after: string | undefined): readonly (string | undefined)[] {
  const [one, other] = [before ?? "", after ?? ""];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const long = before !== undefined && after !== undefined && Math.max(one.length, other.length) > WIDE;
  const from = long ? Math.max(0, same - 20) : 0;
  return [before, after].map((value) => {
    if (value === undefined) return undefined;
    if (value === JSON.stringify(UNKNOWN)) return "known once it is applied";
    return code(`${from > 0 ? "…" : ""}${value.slice(from)}`, WIDE);
  });
}
