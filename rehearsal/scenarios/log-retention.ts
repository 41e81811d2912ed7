import { checkpoint, declare, expectRefused } from "./deeds/cutover.ts";
import type { Scenario } from "./scenario.ts";

export const logRetention: Scenario = {
  name: "log-retention",
  summary: "Render keeps the logs for two hours, the gate needs a day of them: absence of errors proves nothing",
  from: "a day at 10 %",
  steps: [
    {
      title: "The workspace moves to a plan that keeps logs for two hours",
      async run(scene) {
        scene.world.render.keepLogsFor(2 * 3_600_000);
        await checkpoint(scene);
        return "Render answers as before, with fewer lines";
      },
    },
    {
      title: "50 % is refused: the log gates are inconclusive",
      async run(scene) {
        await declare(scene, 50);
        const reason = 'no line with "INFO:" in the window\'s first quarter, so that absence proves nothing';
        await expectRefused(scene, ["gate no crash: inconclusive", reason]);
        return `refused: gate no crash is inconclusive, ${reason}`;
      },
    },
  ],
};
