import { gateDown, gateUp } from "./merge-gate.ts";
import { approve, commitTo, merge, type Proposal, previewPull, propose, RED } from "./pull.ts";
import { at, fileAt, github } from "./repository.ts";
import { expectSame, type Scene, type Step, Unexpected } from "./scene.ts";

const GREEN = "https://twin-brains.vercel.app";

const allowing = (origin: string, title: string): Proposal => ({
  branch: "allow-more-origins",
  title,
  edit: (file) => file.addIn(["config", "cutover:origins"], origin),
});
const everyOrigin = allowing("*", "Allow more origins");
const oneMore = allowing(GREEN, "Allow the project's own address only");

/** A pull request that would let any web page call the API: its check turns red, its merge is refused; fixed, it is merged. */
export const pullRequest: readonly Step[] = [
  gateUp,
  {
    title: "A pull request that allows every origin is red, and its merge is refused",
    async run(scene) {
      const number = await propose(scene, everyOrigin);
      const { conclusion, verdicts } = await previewPull(scene, number, everyOrigin);
      expectSame("the check", conclusion, "failure");
      const rules = [...new Set(verdicts.map(({ rule }) => rule))];
      expectSame("the rules that refuse it", rules, ["require-explicit-origins"]);
      await approve(scene, number);
      expectSame("the merge", await merge(scene, number), RED);
      return `#${number}: preview failed naming ${rules}; GitHub answered 405: ${RED.message.split("\n")[2]}`;
    },
  },
  {
    title: "Fixed by a new commit, it is approved again and merged",
    async run(scene) {
      const number = await openPull(scene);
      await commitTo(scene, oneMore);
      const early = await merge(scene, number);
      if (early.status !== 405)
        throw new Unexpected(`the merge without a new check answered ${early.status}; expected 405`);
      expectSame("the check", (await previewPull(scene, number, oneMore)).conclusion, "success");
      const stale = await merge(scene, number);
      expectSame("the merge with the stale approval", stale.message.includes("approving review is required"), true);
      await approve(scene, number);
      const merged = await merge(scene, number);
      expectSame("the merge", merged.status, 200);
      const head = scene.world.git.resolve(scene.file.repository, scene.file.branch);
      expectSame(`head of ${scene.file.branch}`, head?.sha, merged.sha);
      const after = await fileAt(scene, scene.file.branch, `Pulumi.${scene.stack}.yaml`);
      expectSame("the merged file allows it alone", after.text.includes(GREEN) && !after.text.includes('"*"'), true);
      return `#${number} merged as ${merged.sha?.slice(0, 7)}, which is now the head of ${scene.file.branch}`;
    },
  },
  gateDown,
];

async function openPull(scene: Scene): Promise<number> {
  const { data } = await github(scene, "developer").rest.pulls.list({ ...at(scene), state: "open" });
  const [pull] = data;
  if (!pull) throw new Unexpected("no pull request is open; expected one");
  return pull.number;
}
