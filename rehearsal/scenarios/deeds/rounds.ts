import { durationMs } from "../../../config/duration.ts";
import { expectSame, type Scene, type Step, Unexpected } from "../../story/scene.ts";
import { checkpoint } from "./cutover.ts";
import { arrivedAt, type Recorded } from "./evidence.ts";
import { passUntil } from "./time.ts";
import { completeShare, importsOf, shareOf, usersCome } from "./users.ts";

/** A moment of the step at which its schedule wants evidence: ISO 8601, from its beginning. */
export type Moment = `P${string}`;

/**
 * Users come until that moment of the step, most of them shortly before, and `npx cutover checkpoint` runs when it is due.
 * Where it is far, some come early, so that logs have lines of all the time between.
 */
export async function round(scene: Scene, moment: Moment, began: Date): Promise<{ recorded: Recorded; told: string }> {
  const [seconds, passed] = [durationMs(moment) / 1000, secondsSince(scene, began)];
  if (seconds - passed > 6 * hour) {
    passUntil(scene, began, `PT${passed + hour}S`);
    await usersCome(scene, { users: few });
  }
  passUntil(scene, began, `PT${seconds - hour / 4 - 1}S`);
  const share = shareOf(await usersCome(scene));
  passUntil(scene, began, `PT${seconds + 1}S`);
  const recorded = await checkpoint(scene);
  const { v2 } = await importsOf(scene, 1);
  return { recorded, told: `${share}, ${completeShare(v2)} of their imports complete` };
}

const [hour, few] = [3600, 20];
const secondsSince = ({ world }: Scene, began: Date) =>
  Math.round((world.clock.now().getTime() - began.getTime()) / 1000);

/** Insists that a checkpoint was asked for by the ladder and passes. */
export function expectPass({ scheduled, outcome, gates }: Recorded): string {
  const open = gates
    .filter((gate) => gate.outcome !== "pass")
    .map(({ name, reason, observed }) => `${name}: ${reason ?? observed}`);
  expectSame("gates that do not pass", open, []);
  expectSame("the checkpoint", { scheduled, outcome }, { scheduled: true, outcome: "pass" });
  return `${gates.length} gates pass`;
}

/** A step of the climb: one round at each moment, each of which passes. */
export const evidenceAt = (title: string, moments: readonly Moment[]): Step => ({
  title,
  async run(scene) {
    const began = await arrivedAt(scene);
    const facts: string[] = [];
    for (const moment of moments) {
      const { recorded, told } = await round(scene, moment, began);
      facts.push(`${told}; ${expectPass(recorded)}`);
    }
    const last = facts.at(-1);
    if (last === undefined) throw new Unexpected("no moment was given");
    return moments.length === 1 ? last : `${moments.length} checkpoints pass; at the last one ${last}`;
  },
});
