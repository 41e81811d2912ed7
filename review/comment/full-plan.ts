import type { ChangeKind, Plan, ResourceChange } from "../plan/plan.ts";
import { block, folded, inertLine } from "./inert-text.ts";
import { within } from "./room.ts";

const SIGNS: Readonly<Record<ChangeKind, string>> = {
  create: "+",
  import: "+",
  update: "!",
  replace: "!",
  delete: "-",
};

/** The room that the fold itself takes, and one long fence. */
const AROUND = 600;

/** Every change with every property, in the engine's words, to be opened by whoever wants to know. */
export function fullPlan({ stack, changes }: Plan, room: number): string {
  if (changes.length === 0 || room < 2 * AROUND) return "";
  const lines = within(room - AROUND, changes.flatMap(linesOf), (more) => `  … and ${more} more lines`);
  const whole = `npx cutover preview --stack ${inertLine(stack)} --json`;
  const cut = lines.at(-1)?.startsWith("  … and ") ? [`  all of it: ${whole}`] : [];
  const count = changes.length === 1 ? "1 resource" : `${changes.length} resources`;
  return folded(`The full plan: ${count}`, block([...lines, ...cut].join("\n"), "diff"));
}

function linesOf({ kind, type, name, properties, inputs }: ResourceChange): string[] {
  const sign = SIGNS[kind];
  const title = `${sign} ${kind} ${inertLine(type)} ${inertLine(name)}`;
  if (kind === "update" || kind === "replace")
    return [
      title,
      ...properties.flatMap(({ path, before, after }) => [
        ...(before === undefined ? [] : [`-     ${shown(path, before)}`]),
        ...(after === undefined ? [] : [`+     ${shown(path, after)}`]),
      ]),
    ];
  const declared = Object.entries(Object(inputs));
  return [title, ...declared.map(([key, value]) => `${sign}     ${shown(key, JSON.stringify(value) ?? "")}`)];
}

const shown = (path: string, value: string): string => `${inertLine(path, 120)}: ${inertLine(value, 240)}`;
