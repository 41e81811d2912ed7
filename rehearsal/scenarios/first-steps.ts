import { expectSame, type Step, succeed } from "../story/scene.ts";
import { outputs, up } from "../story/stack-runs.ts";
import { cutover, promote } from "./deeds/cutover.ts";
import { eventKinds } from "./deeds/evidence.ts";
import { expectUsersGet, flagOf, twinOf } from "./deeds/production.ts";
import { evidenceAt } from "./deeds/rounds.ts";
import { shareOf, usersCome } from "./deeds/users.ts";

export const atZero: readonly Step[] = [
  {
    title: "Bring everything up at 0 %",
    async run(scene) {
      await succeed(scene, up);
      const { apiUrl, rolloutPercent } = await outputs(scene);
      expectSame("rollout percent", rolloutPercent, 0);
      expectUsersGet(scene, 0);
      expectSame("events on record", (await eventKinds(scene)).toSorted(), ["arrived", "created", "declared"]);
      const share = shareOf(await usersCome(scene));
      return `${apiUrl} is live; ${share}`;
    },
  },
  {
    title: "The watch begins, and everything that the first step needs is there (S2.1)",
    async run(scene) {
      await cutover(scene, ["checkpoint"]);
      const { stdout } = await cutover(scene, ["preflight"]);
      return `preflight: ${stdout.split("\n").filter((line) => line.startsWith("✓")).length} prerequisites are met`;
    },
  },
];

export const tenBegins: readonly Step[] = [climbTo(10)];
export const atTen: readonly Step[] = [
  evidenceAt("After one hour: the first checkpoint", ["PT1H"]),
  evidenceAt("After six hours: the second", ["PT6H"]),
];
export const readyForFifty: readonly Step[] = [evidenceAt("After a day: the third, and the dwell is over", ["PT24H"])];

/** `pulumi up` with the next percent: users get it, and the zero twin stands ready beside it. */
export function climbTo(percent: number): Step {
  return {
    title: `pulumi up to ${percent} %`,
    async run(scene) {
      await promote(scene, percent);
      const { deployment } = expectUsersGet(scene, percent);
      expectSame("the flag at Vercel", flagOf(scene), String(percent));
      const twin = twinOf(scene);
      expectSame("commit of the zero twin", twin.commit.sha, deployment.commit.sha);
      const kinds = await eventKinds(scene);
      expectSame("the last events on record", kinds.slice(-2), ["granted", "arrived"]);
      return `${deployment.id} serves with ${percent} % built in; ${twin.id}, of the same commit, stands ready with 0 %`;
    },
  };
}
