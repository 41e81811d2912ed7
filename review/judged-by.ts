import { CODE_OWNERS_PLACES } from "./github/code-owners.ts";
import type { Review } from "./review.ts";

/**
 * One sentence on whose rules a change was judged by, with the way to go on; undefined where they are its own without doubt.
 * @param word makes a name that somebody else chose safe to show
 */
export function judgedByText(
  { judgedBy, head }: Pick<Review, "judgedBy" | "head">,
  word: (text: string) => string,
): string | undefined {
  if (!judgedBy) return undefined;
  const { rules, into, owners, by } = judgedBy;
  const commit = head === undefined ? "this commit" : word(head.slice(0, 12));
  const there = into === undefined ? "the base" : word(into);
  if (rules === "own")
    return by === undefined
      ? `Judged with its own levels and exemptions: ${there} has no file of this stack.`
      : `Judged with its own levels and exemptions: ${word(by)}, who owns ${word("policies/")}, has approved ${commit}.`;
  const held = `Judged with the levels and exemptions of ${there}, not its own, until an owner of ${word("policies/")}`;
  if (into === undefined) return `${held} has approved it, for which GitHub has to be asked: ${word("--comment")}.`;
  if (owners.length === 0)
    return `${held} has approved ${commit}; nobody owns it: name an owner in ${word(CODE_OWNERS_PLACES[0])} of ${there}.`;
  return `${held} (${owners.map((owner) => word(owner)).join(" or ")}) has approved ${commit}.`;
}
