import { z } from "zod";
import { setKey } from "../config-command.ts";
import type { Sibling, StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { belongingsIn, stackBelongings } from "../subjects/stack-belongings.ts";

/** What staging writes, deletes or migrates is then production's (S4.1). */
export const disallowSharedDatabase = rule({
  name: "disallow-shared-database",
  description: "Staging and production share no database, queue, index, service or project.",
  reason:
    "Staging is where migrations, imports and deletions are tried. On a shared database each of these happens to users, and no test shows it before: it works in staging exactly because the data is production's.",
  requirements: ["S4.1", "S4.4"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: stackBelongings,

  judge({ name, what, id, key }, stack, violation) {
    // That it is not the stack's own queue is told by require-shared-queue.
    if (what === "REDIS_URL" && Services.parse(stack.section("services")).queue !== undefined) return;
    for (const { stack: other, environment, section } of stack.siblings().filter((one) => areApart(stack, one))) {
      const same = belongingsIn(section, environment === "production").find((theirs) => theirs.id === id);
      if (!same) continue;
      violation(
        `${name}: ${what} is also that of ${other} (${same.key}); expected staging and production to share nothing that holds data`,
        setKey(stack, key, "VALUE"),
        key,
      );
    }
  },
});

const Services = z.object({ queue: z.unknown().optional() }).catch({});

/** One of the two is production, the other is not; the repository's stack is neither. */
const areApart = ({ production }: StackFacts, { environment }: Sibling): boolean =>
  environment !== undefined && production !== (environment === "production");
