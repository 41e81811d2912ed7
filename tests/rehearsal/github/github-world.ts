import { Octokit, RequestError } from "octokit";
import { onTestFinished } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Faults } from "../../../rehearsal/core/faults.ts";
import { Git } from "../../../rehearsal/core/git.ts";
import { type GitHubWorld, startGitHub } from "../../../rehearsal/github/github.ts";
import type { Tokens } from "../../../rehearsal/github/seed.ts";

export const at = { owner: "acme-brains", repo: "twin-brains" } as const;
export const repository = `https://github.com/${at.owner}/${at.repo}`;

export interface GitHubTest {
  readonly github: GitHubWorld;
  readonly git: Git;
  readonly clock: Clock;
  readonly faults: Faults;
  /** The vendor's own client, as one of those who work in the repository. */
  as(who: keyof Tokens): Octokit;
}

/** A GitHub with one repository whose `main` has a stack file; it ends with the test. */
export async function githubWorld(): Promise<GitHubTest> {
  const clock = new Clock();
  const git = new Git(() => clock.now());
  git.write(repository, "main", "First release", {
    "Pulumi.prod.yaml": stackFile("https://app.twin-brains.example"),
    "README.md": "# Twin Brains\n",
  });
  const faults = new Faults();
  const github = await startGitHub({ clock, git, faults, repositories: [repository] });
  onTestFinished(() => github.close());
  const as = (who: keyof Tokens) =>
    new Octokit({
      baseUrl: github.url,
      auth: github.tokens[who],
      log: { debug() {}, info() {}, warn() {}, error() {} },
      retry: { enabled: false },
      throttle: { enabled: false },
    });
  return { github, git, clock, faults, as };
}

export const stackFile = (origin: string): string => `config:\n  cutover:origins:\n    - ${origin}\n`;

/** A branch with one file changed, and a pull request of it. @returns its number, and the head. */
export async function openPull(
  octokit: Octokit,
  { branch = "change", path = "Pulumi.prod.yaml", text = stackFile("*") } = {},
): Promise<{ number: number; head: string }> {
  const main = await octokit.rest.git.getRef({ ...at, ref: "heads/main" });
  await octokit.rest.git.createRef({ ...at, ref: `refs/heads/${branch}`, sha: main.data.object.sha });
  const head = await writeFile(octokit, { branch, path, text });
  const { data } = await octokit.rest.pulls.create({ ...at, title: "A change", head: branch, base: "main" });
  return { number: data.number, head };
}

/** Commits one file by the contents API. @returns the commit's id */
export async function writeFile(
  octokit: Octokit,
  { branch, path, text }: { branch: string; path: string; text: string },
): Promise<string> {
  const before = await octokit.rest.repos.getContent({ ...at, path, ref: branch }).catch(() => undefined);
  const sha = before && "sha" in before.data ? before.data.sha : undefined;
  const { data } = await octokit.rest.repos.createOrUpdateFileContents({
    ...at,
    path,
    branch,
    message: `Write ${path}`,
    content: Buffer.from(text).toString("base64"),
    ...(sha === undefined ? {} : { sha }),
  });
  return data.commit.sha ?? "";
}

/** What GitHub refused with: status and message. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RequestError) {
      const data = error.response?.data as { message?: string } | undefined;
      return { status: error.status, message: data?.message ?? "" };
    }
    throw error;
  }
  throw new Error("GitHub accepted it; expected a refusal");
}
