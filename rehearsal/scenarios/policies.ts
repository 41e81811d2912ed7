import { gateDown, gateUp } from "../story/merge-gate.ts";
import { approve, merge, previewPull, propose, RED } from "../story/pull.ts";
import { at, github } from "../story/repository.ts";
import { expectSame, type Scene, type Step } from "../story/scene.ts";
import { safe, type Unsafe, unsafe } from "./deeds/proposals.ts";
import type { Scenario } from "./scenario.ts";

export const policies: Scenario = {
  name: "policies",
  summary:
    "ten unsafe pull requests are refused, each for its own reason and with its repair, and a safe one is merged",
  from: "at 0 %",
  steps: [
    gateUp,
    ...unsafe.map(refused),
    {
      title: `Merged: ${safe.title}`,
      async run(scene) {
        const number = await propose(scene, safe);
        const { conclusion, verdicts } = await previewPull(scene, number, safe);
        expectSame("the check and what it says", [conclusion, verdicts], ["success", []]);
        await approve(scene, number);
        const { status, sha } = await merge(scene, number);
        expectSame("the merge", status, 200);
        expectSame("the default branch", scene.world.git.resolve(scene.file.repository, scene.file.branch)?.sha, sha);
        return `#${number} is green and merged as ${sha?.slice(0, 7)}`;
      },
    },
    gateDown,
  ],
};

/** The check is red for this one reason, an approval does not help, and the default branch stays as it was. */
function refused(proposal: Unsafe): Step {
  return {
    title: `Refused: ${proposal.title}`,
    async run(scene) {
      const before = scene.world.git.resolve(scene.file.repository, scene.file.branch)?.sha;
      const number = await propose(scene, proposal);
      const { conclusion, verdicts } = await previewPull(scene, number, proposal);
      expectSame("the check", conclusion, "failure");
      expectSame("the rules that refuse it", [...new Set(verdicts.map(({ rule }) => rule))], [proposal.rule]);
      const [{ message, fix } = { message: "", fix: "" }] = verdicts;
      expectSame(`whether the repair says ${proposal.fix}: ${fix}`, fix.includes(proposal.fix), true);
      expectSame("whether the check says how to repair it", (await saidBy(scene, number)).includes(fix), true);
      await approve(scene, number);
      expectSame("the merge", await merge(scene, number), RED);
      expectSame("the default branch", scene.world.git.resolve(scene.file.repository, scene.file.branch)?.sha, before);
      await github(scene, "developer").rest.pulls.update({ ...at(scene), pull_number: number, state: "closed" });
      return `#${number} ${proposal.rule}: ${message}; fix: ${fix}`;
    },
  };
}

/** What the newest check of a pull request says to whoever opened it. */
async function saidBy(scene: Scene, number: number): Promise<string> {
  const { rest } = github(scene, "developer");
  const { data: pull } = await rest.pulls.get({ ...at(scene), pull_number: number });
  const { data } = await rest.checks.listForRef({ ...at(scene), ref: pull.head.sha });
  return data.check_runs.map(({ output }) => output.summary ?? "").join("\n");
}
