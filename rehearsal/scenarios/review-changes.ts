import { approve, commitTo, merge, type Proposal, propose, RED } from "../story/pull.ts";
import { at, github } from "../story/repository.ts";
import { expectSame, type Scene, type Step, Unexpected } from "../story/scene.ts";
import { expectUsersGet, frozen } from "./deeds/production.ts";
import { safe, set } from "./deeds/proposals.ts";
import { close, deployed, land, previewed, type Told, wentBack } from "./deeds/review.ts";

export const safeMerged: Step = {
  title: `Merged and deployed: ${safe.title}`,
  async run(scene) {
    const number = await propose(scene, safe);
    const told = await previewed(scene, number);
    expectSame("the check", told.conclusion, "success");
    const early = await merge(scene, number);
    expectSame("whether it needs an approval", early.message.includes("approving review is required"), true);
    await land(scene, number);
    return `#${number}: ${told.lines.join("; ")}. ${await deployed(scene)}`;
  },
};

const allowing = (origin: string): Proposal => ({
  branch: "allow-the-preview-page",
  title: `Allow ${origin}`,
  edit: (file) => file.addIn(["config", "cutover:origins"], origin),
});
const ADDRESS = "https://twin-brains.vercel.app";
/** What somebody tries, one push after the other, until it is right. */
const tries = ["*", "https://*.vercel.app", "http://twin-brains.vercel.app", `${ADDRESS}/`, ADDRESS].map(allowing);

export const refusedAndFixed: Step = {
  title:
    "A wildcard origin is refused; fixed in the fifth push: one comment all along, and an approval that went stale",
  async run(scene) {
    const [wildcard, ...pushes] = tries;
    if (!wildcard) throw new Unexpected("nothing is tried");
    const number = await propose(scene, wildcard);
    const first = await previewed(scene, number);
    expectRefused(first, "require-explicit-origins");
    expectSame("whether the line that causes it is marked", first.annotations > 0, true);
    await approve(scene, number);
    expectSame("the merge", await merge(scene, number), RED);
    // Somebody repeats the mark of the comment in one of their own.
    const body = first.comments.at(-1)?.body ?? "";
    await github(scene, "developer").rest.issues.createComment({ ...at(scene), issue_number: number, body });

    const verdicts: string[] = [];
    let last = first;
    for (const push of pushes) {
      await commitTo(scene, push);
      last = await previewed(scene, number);
      verdicts.push(last.conclusion ?? "none");
    }
    expectSame("checks of the pushes", verdicts, ["failure", "failure", "failure", "success"]);
    expectSame(
      "comments",
      last.comments.map(({ id }) => id),
      first.comments.map(({ id }) => id),
    );
    const stale = await merge(scene, number);
    expectSame("whether the approval went stale", stale.message.includes("approving review is required"), true);
    await land(scene, number);
    return `#${number}: ${first.lines[0]}; after five pushes ${last.lines[0]}, still in one comment; ${await deployed(scene)}`;
  },
};

const half: Proposal = {
  branch: "half-of-the-users",
  title: "Roll out to half of the users",
  edit: set(["rollout", "percent"], 50),
};

export const rolledOutEarly: Step = {
  title: "10 → 50 % is refused while the day is not over",
  async run(scene) {
    const before = frozen(scene);
    const number = await propose(scene, half);
    const told = await previewed(scene, number);
    expectRefused(told, "require-earned-promotion");
    await approve(scene, number);
    expectSame("the merge", await merge(scene, number), RED);
    expectSame("production", frozen(scene), before);
    return `#${number}: ${told.lines.join("; ")}`;
  },
};

export const rolledOutInTime: Step = {
  title: "The same commit, previewed again a day later, is merged and applied",
  async run(scene) {
    const number = await openPull(scene, half.branch);
    const told = await previewed(scene, number);
    expectSame("the check", told.conclusion, "success");
    await land(scene, number);
    const said = await deployed(scene);
    expectUsersGet(scene, 50);
    return `#${number}: ${told.lines[0]}; ${said}`;
  },
};

const fewer: Proposal = {
  branch: "back-to-ten",
  title: "Back to a tenth of the users",
  edit: set(["rollout", "percent"], 10),
};

export const rolledBack: Step = {
  title: "A merged rollback is live before staging begins, and nobody is asked; Pulumi's state follows",
  async run(scene) {
    const number = await propose(scene, fewer);
    const told = await previewed(scene, number);
    expectSame("the check", told.conclusion, "success");
    await land(scene, number);
    const back = await wentBack(scene);
    expectUsersGet(scene, 10);
    const said = await deployed(scene);
    expectUsersGet(scene, 10);
    return `#${number}: ${back}; later, ${said}`;
  },
};

/** One renames a key, the other insists on the old name: no line of them is the same. */
const renamed: Proposal = {
  branch: "rename-the-key",
  title: "Call Supabase's key by its new name",
  edit: (file) => {
    file.deleteIn(["config", "cutover:env", "backend", "SUPABASE_SERVICE_KEY"]);
    set(["env", "backend", "SUPABASE_KEY"], { secret: "SUPABASE_SERVICE_KEY" })(file);
  },
};
const insisted: Proposal = {
  branch: "insist-on-the-key",
  title: "Insist on Supabase's key",
  edit: (file) => {
    file.deleteIn(["config", "cutover:baseline", "backend", "alternatives"]);
    set(["baseline", "backend", "required", "SUPABASE_SERVICE_KEY"], "secret")(file);
  },
};

export const together: Step = {
  title: "Two pull requests that are fine alone and not together",
  async run(scene) {
    const [one, other] = [await propose(scene, renamed), await propose(scene, insisted)];
    const alone = [await previewed(scene, one), await previewed(scene, other)];
    expectSame(
      "the checks, each alone",
      alone.map(({ conclusion }) => conclusion),
      ["success", "success"],
    );
    await approve(scene, other);
    await land(scene, one);
    const behind = await merge(scene, other);
    expectSame("whether it has to be brought up to date", behind.message.includes("out-of-date"), true);
    await github(scene, "developer").rest.pulls.updateBranch({ ...at(scene), pull_number: other });
    const both = await previewed(scene, other);
    expectRefused(both, "require-complete-baseline");
    await close(scene, other);
    return `#${one} and #${other} pass alone; with #${one} merged, #${other} is behind, and brought up to date: ${both.lines[0]}`;
  },
};

/** A red check, and a comment that says it on its first line and names the rule. */
function expectRefused({ conclusion, comments, lines }: Told, rule: string): void {
  expectSame("the check", conclusion, "failure");
  const body = comments.at(-1)?.body ?? "";
  expectSame(
    `whether the comment is one, and names ${rule}: ${lines.join(" ")}`,
    [comments.length, body.includes(rule)],
    [1, true],
  );
}

async function openPull(scene: Scene, branch: string): Promise<number> {
  const { data } = await github(scene, "developer").rest.pulls.list({ ...at(scene), state: "open" });
  const found = data.find(({ head }) => head.ref === branch);
  if (!found) throw new Unexpected(`no pull request of ${branch} is open; expected one`);
  return found.number;
}
