import type { Chapter, Step } from "../story/scene.ts";
import { climb, type StageName } from "./climb.ts";
import { happyPath } from "./happy-path.ts";
import type { Scenario } from "./scenario.ts";
import { Stages } from "./stages.ts";

/**
 * The scenarios as chapters. Several of them share one climb: it puts its world away wherever one of them begins, and each
 * has that world back. One alone climbs to where it begins and goes on from there.
 */
export function chaptersOf(chosen: readonly Scenario[]): Chapter[] {
  const [only, second] = chosen;
  if (only && !second)
    return [{ title: only.name, steps: only === happyPath ? only.steps : [...wayTo(only.from), ...only.steps] }];

  const told = chosen.filter((scenario) => scenario !== happyPath);
  const whole = told.length < chosen.length;
  const stages = new Stages(told.map(({ from }) => from));
  const way = whole ? climb : climb.slice(0, climb.findLastIndex(({ reaches }) => stages.has(reaches)) + 1);
  const steps = way.flatMap(({ reaches, steps }) =>
    stages.has(reaches) ? [...steps, stages.putAway(reaches)] : steps,
  );
  const title = whole ? happyPath.name : `the way up: ${way.at(-1)?.reaches}`;
  return [
    { title, steps, ended: () => stages.close() },
    ...told.map(({ name, from, steps }) => ({ title: name, steps: [stages.haveBack(from), ...steps] })),
  ];
}

const wayTo = (stage: StageName): readonly Step[] =>
  climb.slice(0, climb.findIndex(({ reaches }) => reaches === stage) + 1).flatMap(({ steps }) => steps);
