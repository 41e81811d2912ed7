import { isMap, isScalar, parseDocument } from "yaml";
import type { Position } from "../evidence/evidence.ts";

/** What became of a stack's file: its new text, or why it needs none or cannot have one. */
export type StackEdit = { readonly text: string } | { readonly already: true } | { readonly why: string };

/**
 * The text of a stack's file with the percent lowered and the old version serving again. Only these values change: the
 * rest stays as it is, byte for byte, comments included.
 */
export function lowered(text: string, to: Position): StackEdit {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { why: "it is not YAML" };
  const rollout = document.getIn(["config", "cutover:rollout"], true);
  if (!isMap(rollout)) return { why: "cutover:rollout is not a map in it" };
  const percent = rollout.get("percent", true);
  if (!isScalar(percent) || typeof percent.value !== "number")
    return { why: "cutover:rollout.percent is not a number in it" };
  const state = rollout.getIn(["legacy", "state"], true);

  const edits: [range: readonly number[], value: string][] = [];
  if (percent.value > to.percent) edits.push([percent.range ?? [], `${to.percent}`]);
  if (isScalar(state) && state.value !== to.legacy && to.legacy === "serving")
    edits.push([state.range ?? [], to.legacy]);
  if (edits.length === 0) return { already: true };
  // From the end, so that the places before stay where they are.
  const sorted = edits.sort(([a], [b]) => (b[0] ?? 0) - (a[0] ?? 0));
  return { text: sorted.reduce((left, [[start, end], value]) => left.slice(0, start) + value + left.slice(end), text) };
}
