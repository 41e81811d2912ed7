import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Octokit } from "octokit";
import { engineEnvironment } from "../../../engine/environment.ts";
import { insideWorld } from "../../../rehearsal/environment.ts";
import type { Rehearsal } from "../../../rehearsal/open.ts";
import { gitFolder } from "../../support/git-folder.ts";
import { type ConfigChanges, changeConfig } from "./stack-config.ts";
import { openStandingProd } from "./standing-prod.ts";
import { cutover } from "./world.ts";

const FILE = "Pulumi.prod.yaml";
type Environment = Readonly<Record<string, string>>;

/** The production stack in a world with pull requests: commands run as workflows run them, at a commit of GitHub's. */
export class ReviewedWorld {
  readonly rehearsal: Rehearsal;
  /** Where commands put what is to be gone at their end. */
  readonly temporary: string;
  readonly #at: { readonly owner: string; readonly repo: string };
  #commit = "";
  #proposals = 0;

  private constructor(rehearsal: Rehearsal, temporary: string) {
    this.rehearsal = rehearsal;
    this.temporary = temporary;
    const [, owner = "", repo = ""] = new URL(rehearsal.file.repository).pathname.replace(/\.git$/, "").split("/");
    this.#at = { owner, repo };
  }

  /** With the stack up at 10 %, and its file on the default branch. */
  static async open(): Promise<ReviewedWorld> {
    const rehearsal = await openStandingProd(10);
    const temporary = join(rehearsal.world.folder, "tmp");
    await mkdir(temporary);
    const world = new ReviewedWorld(rehearsal, temporary);
    await world.push("main");
    return world;
  }

  /** As somebody who may: not by a pull request. The commands run at that commit from now on. */
  async push(branch: string): Promise<string> {
    const { rest } = this.#as("developer");
    const content = Buffer.from(await readFile(this.#file)).toString("base64");
    const there = await rest.repos.getContent({ ...this.#at, path: FILE, ref: branch }).catch(() => undefined);
    const sha = there && "sha" in there.data ? { sha: there.data.sha } : {};
    const write = { ...this.#at, path: FILE, branch, message: "Change prod", content, ...sha };
    const { data } = await rest.repos.createOrUpdateFileContents(write);
    this.#commit = data.commit.sha ?? "";
    return this.#commit;
  }

  /** Changes the stack's file by a pull request, which is previewed as its workflow does it. */
  async propose(changes: ConfigChanges) {
    const { rest } = this.#as("developer");
    const main = await rest.git.getRef({ ...this.#at, ref: "heads/main" });
    const branch = `change-${++this.#proposals}`;
    await rest.git.createRef({ ...this.#at, ref: `refs/heads/${branch}`, sha: main.data.object.sha });
    await changeConfig(this.rehearsal, changes);
    await this.push(branch);
    const { data } = await rest.pulls.create({ ...this.#at, title: "A change", head: branch, base: "main" });
    const preview = await this.run(["preview", "--stack", "prod", "--comment", "--pull", `${data.number}`, "--json"]);
    return { number: data.number, preview };
  }

  /** The commands run at the merge commit from now on. */
  async merge(number: number): Promise<void> {
    const { data } = await this.#as("developer").rest.pulls.merge({ ...this.#at, pull_number: number });
    this.#commit = data.sha;
  }

  /** `npx cutover …` as a workflow runs it. */
  async run(args: readonly string[], env: Environment = {}) {
    return await cutover(args, await this.#environment(env));
  }

  /** The same without waiting for its end. */
  async start(args: readonly string[]) {
    const run = cutover(args, await this.#environment({}));
    let said = "";
    run.all?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    return { kill: (signal: NodeJS.Signals) => run.kill(signal), said: () => said, ended: run };
  }

  async #environment(more: Environment): Promise<Record<string, string>> {
    const { world, env } = this.rehearsal;
    const folder = await gitFolder(
      world.git.repository(this.rehearsal.file.repository).data,
      join(world.folder, "git"),
    );
    await writeFile(join(folder, "HEAD"), `${this.#commit}\n`);
    const given = {
      ...{ ...env, GIT_DIR: folder, TMPDIR: this.temporary, GITHUB_TOKEN: world.github.tokens.actions },
      ...{ GITHUB_REPOSITORY: `${this.#at.owner}/${this.#at.repo}`, ...more },
    };
    const all = Object.entries(engineEnvironment(insideWorld(process.env, given)).env);
    return Object.fromEntries(all.flatMap(([name, value]) => (value ? [[name, value]] : [])));
  }

  get #file(): string {
    return this.rehearsal.env.PULUMI_OPTION_CONFIG_FILE ?? "";
  }

  #as(who: "developer"): Octokit {
    const { url, tokens } = this.rehearsal.world.github;
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    return new Octokit({ baseUrl: url, auth: tokens[who], log, throttle: { enabled: false } });
  }
}
