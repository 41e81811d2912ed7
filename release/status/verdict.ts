import type { Position } from "../evidence/evidence.ts";
import { setCommand } from "../ladder/change-obstacles.ts";
import { nameOf } from "../ladder/positions.ts";
import { moment, span } from "./moments.ts";
import type { Standing, Status } from "./status.ts";

interface Parts extends Pick<Status, "users" | "step" | "next" | "drift" | "hold" | "rollback"> {
  readonly position: Position | undefined;
  readonly now: Date;
  /** Whether the next step could be judged. */
  readonly judged: boolean;
}

/** Obstacles that time removes, if nothing else happens. */
const passing = new Set(["dwell", "checkpoint-missing"]);

type Verdict = { readonly standing: Standing; readonly headline: string };

/** The whole status in a word and a sentence: the most urgent thing first. */
export function verdictOf(parts: Parts): Verdict {
  const { standing, headline } = judged(parts);
  return { standing, headline: `${headline.charAt(0).toUpperCase()}${headline.slice(1)}` };
}

function judged(parts: Parts): Verdict {
  const { position, next, drift, hold, rollback, now } = parts;
  if (!position) return { standing: "unknown", headline: "neither Vercel nor the evidence tells what users get" };
  const users = `users get ${nameOf(position)}`;
  if (drift.length > 0) return { standing: "drifted", headline: `${drift[0]}` };
  if (rollback) {
    const { from, to, automatic } = rollback;
    const todo = [
      ...(rollback.reconciled ? [] : ["Git has to say so too"]),
      ...(rollback.explained ? [] : ["its cause has to be explained"]),
    ];
    return {
      standing: "rolled-back",
      headline: `rolled back from ${nameOf(from)} to ${nameOf(to)} ${automatic ? "by a criterion" : "by hand"}; before the next step ${todo.join(", and ")}`,
    };
  }
  if (!next) return { standing: "complete", headline: `${users}: the last step of the ladder is done` };
  if (!parts.judged)
    return { standing: "unknown", headline: `${users}; whether ${next.name} may follow cannot be judged now` };
  if (hold) return { standing: "blocked", headline: `${users}; promotions are held: ${hold.reason}` };
  if (next.obstacles.length === 0)
    return { standing: "ready", headline: `${users}; ${next.name} may follow: ${setCommand(next.position)}` };
  const waits = next.obstacles.every(
    ({ code, what }) => passing.has(code) || (code === "gate" && what.endsWith("inconclusive")),
  );
  const more = next.obstacles.length > 1 ? ` (and ${next.obstacles.length - 1} more)` : "";
  if (!waits) {
    const first = next.obstacles.find(({ code }) => !passing.has(code)) ?? next.obstacles[0];
    return { standing: "blocked", headline: `${users}; ${next.name} is refused: ${first?.what}${more}` };
  }
  const at = next.earliest === null ? undefined : new Date(next.earliest);
  const when =
    at && at > now
      ? `at the earliest ${moment(at)}, in ${span(at.getTime() - now.getTime())}`
      : "once its evidence is complete";
  return { standing: "waiting", headline: `${users}; ${next.name} can follow ${when}` };
}
