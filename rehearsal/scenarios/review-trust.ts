import { parseDocument } from "yaml";
import { approve, asWritten, merge, RED } from "../story/pull.ts";
import { at, fileAt, github } from "../story/repository.ts";
import { expectSame, type Scene, type Step, Unexpected } from "../story/scene.ts";
import { jobs } from "./deeds/jobs.ts";
import { set } from "./deeds/proposals.ts";
import { close, land, previewed, programPreviewed, proposeFiles, told } from "./deeds/review.ts";
import { pulled, work } from "./deeds/workflows.ts";

const RULE = "policies/env/require-explicit-origins.ts";
const PACK = "policies/rules.ts";

export const policyDeleted: Step = {
  title: "A pull request that deletes the policy in its way is told so on top, and judged by the base branch's pack",
  async run(scene) {
    const stackFile = `Pulumi.${scene.stack}.yaml`;
    const file = parseDocument((await fileAt(scene, scene.file.branch, stackFile)).text);
    set(["origins", 0], "*")(file);
    const pack = (await fileAt(scene, scene.file.branch, PACK)).text;
    const number = await proposeFiles(scene, "less-in-the-way", "Allow every page", {
      [RULE]: undefined,
      [PACK]: pack
        .split("\n")
        .filter((line) => !/explicit-?origins/i.test(line))
        .join("\n"),
      [stackFile]: asWritten(file),
    });
    const { conclusion, comments, lines } = await previewed(scene, number);
    expectSame("the check", conclusion, "failure");
    const body = comments.at(-1)?.body ?? "";
    const [weakened, judged] = [body.indexOf(RULE), body.lastIndexOf("require-explicit-origins")];
    expectSame(
      "whether the comment says what is weakened before what is refused",
      weakened > 0 && weakened < judged,
      true,
    );
    await approve(scene, number);
    expectSame("the merge", await merge(scene, number), RED);
    await close(scene, number);
    return `#${number}: ${lines[0]}; ${RULE} is named on top, and it still refuses`;
  },
};

export const fromFork: Step = {
  title: "A fork's pull request is previewed by its own program without a single secret, and cannot be merged by that",
  async run(scene) {
    const number = await proposeFromFork(scene);
    const matrix = { stack: scene.stack };
    const guarded = await work(scene, await pulled(scene, number, "pull_request_target"), { ...jobs.required, matrix });
    expectSame("the job with credentials", guarded.conclusion, "skipped");
    const own = await work(scene, await pulled(scene, number, "pull_request"), jobs.rehearsal);
    const last = own.runs.at(-1);
    if (own.conclusion !== "success")
      throw new Unexpected(`the rehearsal was ${own.conclusion}\n${last?.stdout}${last?.stderr}${own.reason ?? ""}`);
    expectSame("secrets that it was given", own.secrets, []);
    expectSame("whether its summary says what it is", own.summary.includes("without credentials"), true);
    const { conclusion, comments } = await told(scene, number);
    expectSame("check and comments", [conclusion, comments.length], [undefined, 0]);
    await approve(scene, number);
    const { status, message } = await merge(scene, number);
    expectSame("the merge", [status, message.includes("1 of 2 required status checks are expected")], [405, true]);
    await close(scene, number);
    return `#${number}: ${own.summary.split("\n")[0]?.replace(/^#+ /, "")}; GitHub waits for the required check`;
  },
};

export const secretsWanted: Step = {
  title: "A pull request whose workflow asks for the secrets of an environment does not get them",
  async run(scene) {
    const path = ".github/workflows/preview.yml";
    const workflow = parseDocument((await fileAt(scene, scene.file.branch, path)).text);
    workflow.setIn(["jobs", jobs.rehearsal.job, "environment"], "preview");
    const number = await proposeFiles(scene, "look-inside", "Look inside", { [path]: asWritten(workflow) });
    const { conclusion, reason, secrets } = await work(
      scene,
      await pulled(scene, number, "pull_request"),
      jobs.rehearsal,
    );
    expectSame("the job and its secrets", [conclusion, secrets], ["failure", []]);
    await close(scene, number);
    return `#${number}: ${reason}`;
  },
};

export const programChanged: Step = {
  title: "A change of the program meets credentials only once a code owner has approved that commit",
  async run(scene) {
    const path = "components/frontend.ts";
    const { text } = await fileAt(scene, scene.file.branch, path);
    const number = await proposeFiles(scene, "say-it-better", "Say it better", {
      [path]: `${text}// One line more.\n`,
    });
    const first = await previewed(scene, number);
    expectSame("the check", first.conclusion, "failure");
    expectSame(
      "the preview with credentials, before anybody approved",
      await programPreviewed(scene, number),
      undefined,
    );
    await approve(scene, number);
    const second = await programPreviewed(scene, number);
    expectSame("the check", second?.conclusion, "success");
    expectSame("comments", second?.comments.length, 1);
    await land(scene, number);
    return `#${number}: ${first.lines[0]}; approved by a code owner: ${second?.lines[0]}`;
  },
};

/** Somebody's own copy, a branch in it that changes program and settings, and a pull request of it. */
async function proposeFromFork(scene: Scene): Promise<number> {
  const { rest } = github(scene, "developer");
  const { data: fork } = await rest.repos.createFork(at(scene));
  const mine = { owner: fork.owner.login, repo: fork.name };
  const stackFile = `Pulumi.${scene.stack}.yaml`;
  const file = parseDocument((await fileAt(scene, scene.file.branch, stackFile)).text);
  set(["env", "backend", "CONTENT_EXTRACT_MAX_CHUNKS"], 8)(file);
  const tip = await rest.git.getRef({ ...mine, ref: `heads/${scene.file.branch}` });
  await rest.git.createRef({ ...mine, ref: "refs/heads/more-chunks", sha: tip.data.object.sha });
  scene.world.git.write(`${mine.owner}/${mine.repo}`, "more-chunks", "Extract more", { [stackFile]: asWritten(file) });
  const asked = { title: "Extract more", head: `${mine.owner}:more-chunks`, base: scene.file.branch };
  return (await rest.pulls.create({ ...at(scene), ...asked })).data.number;
}
