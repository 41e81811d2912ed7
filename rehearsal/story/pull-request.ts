import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Octokit, RequestError } from "octokit";
import { isMap, parseDocument } from "yaml";
import { z } from "zod";
import { GITHUB_ACTIONS } from "../github/entities/account.ts";
import type { Tokens } from "../github/seed.ts";
import { expectSame, type Scene, type Step, succeed, Unexpected } from "./scene.ts";

const branch = "allow-more-origins";
const CHECK = "preview";
const GREEN = "https://beta.twin-brains.example";

/** A pull request that would let any web page call the API: its check turns red, its merge is refused; fixed, it is merged. */
export const pullRequest: readonly Step[] = [
  {
    title: "The repository's own stack puts the merge gate in place",
    async run(scene) {
      const repo = await repositoryStack(scene);
      await succeed(scene, ["up", "--yes", "--skip-preview", ...repo]);
      const { rulesets, environments } = scene.world.github.inventory();
      expectSame("rulesets", rulesets, ["merge gate"]);
      const rules = await github(scene, "developer").rest.repos.getBranchRules({
        ...at(scene),
        branch: scene.file.branch,
      });
      expectSame("required checks", requiredChecks(rules.data), [{ context: CHECK, integration_id: GITHUB_ACTIONS }]);
      return `merges into ${scene.file.branch} need the check ${CHECK} and an approval; environments ${environments.join(", ")}`;
    },
  },
  {
    title: "A pull request that allows every origin is red, and its merge is refused",
    async run(scene) {
      const developer = github(scene, "developer");
      const { rest } = developer;
      const main = await rest.git.getRef({ ...at(scene), ref: `heads/${scene.file.branch}` });
      await rest.git.createRef({ ...at(scene), ref: `refs/heads/${branch}`, sha: main.data.object.sha });
      await commitOrigin(scene, "*", "Allow all origins");
      const opened = await rest.pulls.create({
        ...at(scene),
        title: "Allow more origins",
        head: branch,
        base: scene.file.branch,
      });
      const { number } = opened.data;
      const verdict = await previewPull(scene, number);
      expectSame("the check", verdict, "failure");
      await approve(scene, number);

      const refused = await merge(scene, number);
      const told = `Repository rule violations found\n\nRequired status check "${CHECK}" is failing.\n\n`;
      expectSame("the merge", refused, { status: 405, message: told });
      return `#${number}: ${CHECK} failed naming require-explicit-origins; GitHub answered 405: Required status check "${CHECK}" is failing.`;
    },
  },
  {
    title: "Fixed by a new commit, it is approved again and merged",
    async run(scene) {
      const number = await openPull(scene);
      await commitOrigin(scene, GREEN, "Allow the beta site only");
      const early = await merge(scene, number);
      if (early.status !== 405)
        throw new Unexpected(`the merge without a new check answered ${early.status}; expected 405`);
      expectSame("the check", await previewPull(scene, number), "success");
      const stale = await merge(scene, number);
      expectSame("the merge with the stale approval", stale.message.includes("approving review is required"), true);
      await approve(scene, number);
      const merged = await merge(scene, number);
      expectSame("the merge", merged.status, 200);
      const head = scene.world.git.resolve(scene.file.repository, scene.file.branch);
      expectSame(`head of ${scene.file.branch}`, head?.sha, merged.sha);
      const after = await fileAt(scene, scene.file.branch);
      expectSame(
        "the merged file allows the beta site",
        after.text.includes(GREEN) && !after.text.includes('"*"'),
        true,
      );
      return `#${number} merged as ${merged.sha?.slice(0, 7)}, which is now the head of ${scene.file.branch}`;
    },
  },
  {
    title: "The gate is taken down again, leaving nothing behind",
    async run(scene) {
      await succeed(scene, ["destroy", "--yes", "--skip-preview", ...flags(scene)]);
      expectSame("what is left at GitHub", Object.values(scene.world.github.inventory()).flat(), []);
      return "no ruleset, environment or variable is left";
    },
  },
];

const StatusChecks = z.object({
  type: z.literal("required_status_checks"),
  parameters: z.object({
    required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number() })),
  }),
});

/** The checks that the rules of a branch require. */
function requiredChecks(rules: readonly unknown[]) {
  return rules.flatMap((rule) => StatusChecks.safeParse(rule).data?.parameters.required_status_checks ?? []);
}

/** The vendor's own client, as one of those who work in the repository. */
function github({ world }: Scene, who: keyof Tokens): Octokit {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const plain = { retry: { enabled: false }, throttle: { enabled: false } };
  return new Octokit({ baseUrl: world.github.url, auth: world.github.tokens[who], log, ...plain });
}

function at({ file }: Scene): { owner: string; repo: string } {
  const [owner = "", repo = ""] = new URL(file.repository).pathname
    .slice(1)
    .replace(/\.git$/, "")
    .split("/");
  return { owner, repo };
}

const home = ({ world }: Scene) => join(world.folder, "stack");
const flags = (scene: Scene) => ["--stack", "repo", "--config-file", join(home(scene), "Pulumi.repo.yaml")];

/** Makes the repository's stack from its committed file. @returns the flags by which it is meant */
async function repositoryStack(scene: Scene): Promise<string[]> {
  const committed = parseDocument((await fileAt(scene, scene.file.branch, "Pulumi.repo.yaml")).text);
  // The real plugin waits a second after each write, out of courtesy to the real GitHub.
  committed.setIn(["config", "github:writeDelayMs"], 0);
  await writeFile(join(home(scene), "Pulumi.repo.yaml"), committed.toString(), { mode: 0o600 });
  const run = await scene.pulumi(["stack", "init", "repo", "--no-select"], { cwd: home(scene) });
  if (run.exitCode !== 0) throw new Unexpected(`${run.command} ended with ${run.exitCode}\n${run.stderr}`);
  return flags(scene);
}

async function fileAt(scene: Scene, ref: string, path = `Pulumi.${scene.stack}.yaml`) {
  const { data } = await github(scene, "developer").rest.repos.getContent({ ...at(scene), path, ref });
  const { content, sha } = z.object({ content: z.string(), sha: z.string() }).parse(data);
  return { text: Buffer.from(content, "base64").toString(), sha, path };
}

/** The stack file with one more origin, as a commit of the pull request's branch. */
async function commitOrigin(scene: Scene, origin: string, message: string): Promise<void> {
  const { sha, path } = await fileAt(scene, branch);
  const original = parseDocument((await fileAt(scene, scene.file.branch)).text);
  original.addIn(["config", "cutover:origins"], origin);
  const content = Buffer.from(original.toString()).toString("base64");
  const { rest } = github(scene, "developer");
  await rest.repos.createOrUpdateFileContents({ ...at(scene), path, branch, message, content, sha });
}

/** What the base branch's workflow does: a preview with the pull request's stack file as data, told as a check run. */
async function previewPull(scene: Scene, number: number): Promise<string> {
  const { rest } = github(scene, "actions");
  const { data: pull } = await rest.pulls.get({ ...at(scene), pull_number: number });
  const { data: check } = await rest.checks.create({
    ...at(scene),
    name: CHECK,
    head_sha: pull.head.sha,
    status: "in_progress",
  });
  const { text } = await fileAt(scene, pull.head.sha);
  const run = await scene.pulumi(["preview", "--config-file", await asData(scene, text)]);
  const conclusion = run.exitCode === 0 ? "success" : "failure";
  const output = run.stdout + run.stderr;
  if (conclusion === "failure" && !output.includes("require-explicit-origins"))
    throw new Unexpected(`the preview failed for another reason:\n${output}`);
  const summary =
    conclusion === "success"
      ? "No policy is violated."
      : "require-explicit-origins: `*` would let any web page call the API.";
  await rest.checks.update({ ...at(scene), check_run_id: check.id, conclusion, output: { title: CHECK, summary } });
  return conclusion;
}

/** The pull request's values with the secrets and the salt of the stack that stands: nothing of it runs. */
async function asData(scene: Scene, text: string): Promise<string> {
  const folder = join(scene.world.folder, "pull-request");
  const path = join(folder, `Pulumi.${scene.stack}.yaml`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = parseDocument(await readFile(join(home(scene), `Pulumi.${scene.stack}.yaml`), "utf8"));
  const given = parseDocument(text);
  if (!isMap(given.get("config"))) throw new Unexpected("the pull request's stack file has no config");
  given.setIn(["config", "cutover:secrets"], known.getIn(["config", "cutover:secrets"]));
  given.set("encryptionsalt", known.get("encryptionsalt"));
  await writeFile(path, given.toString(), { mode: 0o600 });
  return path;
}

const approve = (scene: Scene, number: number) =>
  github(scene, "reviewer").rest.pulls.createReview({ ...at(scene), pull_number: number, event: "APPROVE" });

async function openPull(scene: Scene): Promise<number> {
  const { data } = await github(scene, "developer").rest.pulls.list({ ...at(scene), state: "open" });
  const [pull] = data;
  if (!pull) throw new Unexpected("no pull request is open; expected one");
  return pull.number;
}

/** Asks for the merge. @returns GitHub's answer, a refusal included */
async function merge(scene: Scene, number: number): Promise<{ status: number; message: string; sha?: string }> {
  try {
    const { status, data } = await github(scene, "developer").rest.pulls.merge({ ...at(scene), pull_number: number });
    return { status, message: data.message, sha: data.sha };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { message } = z.object({ message: z.string() }).parse(error.response?.data);
    return { status: error.status, message };
  }
}
