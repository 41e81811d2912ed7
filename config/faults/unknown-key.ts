import { nearest } from "./expected.ts";
import type { Fault } from "./fault.ts";
import { faultAt, fixByRemoval, type Judged, suggested } from "./fix.ts";
import type { Path } from "./property-path.ts";
import { inTurn, removeCommand, type Scalar, setCommand } from "./pulumi-command.ts";
import { kindsWith, nodeAt, valueAt } from "./schema-node.ts";

/** A key that the schema does not know: a slip of the pen, a forgotten `--path`, or a key of another kind of thing. */
export function unknownKey(path: Path, judged: Judged): Fault {
  const { assumed, mask } = judged;
  const known = Object.keys(nodeAt(path.slice(0, -1), assumed, judged.schema)?.properties ?? {});
  const name = mask.path(path);

  const meant = pathWrittenAsKey(path, judged);
  if (meant) {
    const what = `${name} is one key with a dot in it; expected a path, which needs --path.`;
    return faultAt(path, judged, { code: "CONFIG_UNKNOWN_KEY", what, fix: move(path, meant, judged) });
  }
  const others = kindsWith(path, assumed, judged.schema);
  if (others.length > 0) {
    const what = `${name} does not apply here; expected only with ${others.join(" or ")}.`;
    return faultAt(path, judged, { code: "CONFIG_UNKNOWN_KEY", what, fix: fixByRemoval(path, judged) });
  }
  const near = mask.hidesKey(path.at(-1) ?? "") ? undefined : nearest(known, String(path.at(-1)));
  const expected = near ? `did you mean ${near}?` : `expected one of ${known.join(", ")}.`;
  return faultAt(path, judged, {
    code: "CONFIG_UNKNOWN_KEY",
    what: `${name} is not a known key; ${expected}`,
    fix: near ? move(path, [...path.slice(0, -1), near], judged) : fixByRemoval(path, judged),
  });
}

/** The known key that an unknown one was probably meant to be, so that its absence need not be told a second time. */
export function meantKey(path: Path, { assumed, schema }: Judged): Path | undefined {
  const parent = path.slice(0, -1);
  const near = nearest(Object.keys(nodeAt(parent, assumed, schema)?.properties ?? {}), String(path.at(-1)));
  return near === undefined ? undefined : [...parent, near];
}

/** `pulumi config set cutover:rollout.percent 50` without `--path` makes a section of that very name. */
function pathWrittenAsKey(path: Path, { assumed, schema }: Judged): Path | undefined {
  const parts = String(path[0]).split(".");
  return path.length === 1 && parts.length > 1 && nodeAt(parts, assumed, schema) ? parts : undefined;
}

/** The commands that give the value at `from` the name `to`; told in words where it is more than one value. */
export function move(from: Path, to: Path, judged: Judged): string {
  const { sections, subject, mask } = judged;
  if (!mask.canName(from)) return fixByRemoval(from, judged);
  const remove = removeCommand(from, subject.stack);
  if (valueAt(to, sections) !== undefined && to.length === from.length) return remove;
  const value = valueToMove(from, to, judged);
  if (value !== undefined) return inTurn(remove, setCommand(to, value, subject.stack));
  return `edit ${subject.file}: rename ${mask.path(from)} to ${mask.path(to)}`;
}

/** Pulumi stores top-level values as text; under a path an integer or a boolean is meant. */
function valueToMove(from: Path, to: Path, { sections, assumed, schema, mask }: Judged): Scalar | undefined {
  const value = valueAt(from, sections);
  if (typeof value === "object") return undefined;
  const node = nodeAt(to, assumed, schema);
  const usable = !mask.hides(value, from) && !mask.hides(value, to);
  const same =
    usable && (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      ? value
      : undefined;
  if (node?.type === "integer" || node?.enum || same === undefined) return suggested(node, same);
  return same;
}
