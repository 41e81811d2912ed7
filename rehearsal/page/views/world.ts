import type { World } from "../../world.ts";
import { githubView } from "./github.ts";
import { renderView } from "./render.ts";
import { renderStoresView } from "./render-stores.ts";
import { troubleView } from "./trouble.ts";
import { vercelView } from "./vercel.ts";
import type { PartView, Status, WorldView } from "./view.ts";

/** What is known about a kept world besides its parts. */
export interface Identity {
  readonly name: string;
  readonly stack: string;
  readonly startedAt: Date;
}

/** The world as it is now, as plain data without a secret. @param hide takes secrets out of log lines */
export function viewOf({ name, stack, startedAt }: Identity, world: World, hide: (text: string) => string): WorldView {
  const parts: readonly PartView[] = [
    renderView(world.render, hide),
    githubView(world.github.state),
    vercelView(world.vercel, hide),
    renderStoresView(world.render),
    troubleView(world),
  ];
  const problems = parts.flatMap((part) => part.problems);
  const underWay = parts.flatMap((part) => part.underWay);
  const empty = Object.values(world.inventory()).every((names) => names.length === 0);
  const now = world.clock.now();
  return {
    name,
    stack,
    verdict: verdictOf(problems, underWay, empty),
    now: now.toISOString(),
    advancedMs: world.clock.advancedMs,
    startedAt: startedAt.toISOString(),
    tiles: parts.flatMap((part) => part.tiles),
    sections: parts.flatMap((part) => part.sections),
    problems,
    underWay,
  };
}

function verdictOf(problems: readonly string[], underWay: readonly string[], empty: boolean): Status {
  if (problems.length > 0) return { tone: "bad", word: "Needs a look" };
  if (underWay.length > 0) return { tone: "busy", word: "Under way" };
  return empty ? { tone: "still", word: "Empty" } : { tone: "good", word: "All well" };
}
