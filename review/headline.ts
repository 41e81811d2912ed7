import { groupsOf } from "./plan/groups.ts";
import type { Plan } from "./plan/plan.ts";
import type { Review } from "./review.ts";
import { type ToldKind, toldKind } from "./told-kind.ts";

/** What a verdict is called. */
export const VERDICTS = {
  pass: "passes",
  refused: "is refused",
  failed: "could not be judged",
} as const satisfies Record<Review["verdict"], string>;

const KINDS: readonly ToldKind[] = ["create", "import", "update", "replace", "delete", "deploy", "run"];

type Head = Pick<Review, "stack" | "verdict" | "plan">;

/** `prod passes: 2 to update, 1 to replace; 22 stay as they are`. */
export const headlineOf = (review: Head): string => `${review.stack} ${VERDICTS[review.verdict]}: ${changesOf(review)}`;

/** What changes, in numbers; of what could not be previewed at all nothing is known. */
export const changesOf = ({ verdict, plan }: Omit<Head, "stack">): string =>
  verdict === "failed" && plan.changes.length === 0 && plan.same === 0
    ? "what it changes is not known"
    : countsOf(plan);

/** `2 to update, 1 to replace; 22 stay as they are`, `nothing changes`. */
export function countsOf(plan: Plan): string {
  const { same } = plan;
  const kinds = groupsOf(plan).flatMap(({ changes }) => changes.map(toldKind));
  const counts = KINDS.flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count > 0 ? [`${count} to ${kind}`] : [];
  });
  return [counts.join(", ") || "nothing changes", ...(same > 0 ? [`${same} stay as they are`] : [])].join("; ");
}
