import type { Octokit } from "octokit";
import { remoteText } from "../../checks/remote-text.ts";
import { UserError } from "../../providers/protocol/errors.ts";
import { vendorToken } from "../../providers/protocol/vendor-token.ts";
import { vendorUrl } from "../../providers/protocol/vendor-url.ts";
import type { RollbackTarget } from "./target.ts";

/** The stack's repository at GitHub, and where in it the stack's file is. */
export interface Repository {
  readonly octokit: Octokit;
  readonly at: { readonly owner: string; readonly repo: string };
  readonly branch: string;
  readonly path: string;
}

/**
 * The repository with a client that asks once and ends within 20 s.
 * @throws UserError where there is no token, or the repository is not at GitHub
 */
export async function openRepository(target: RollbackTarget, env: NodeJS.ProcessEnv): Promise<Repository> {
  const { repository = "", branch = "main", file, project } = target;
  const url = URL.parse(repository);
  const [owner, name, ...rest] = (url?.pathname ?? "").replace(/^\/|\.git$/g, "").split("/");
  if (url?.hostname !== "github.com" || !owner || !name || rest.length > 0)
    throw new UserError(
      "GITHUB_NOT_USED",
      `the repository ${remoteText(repository) || "of the stack"} is not at github.com`,
    );
  const token = vendorToken(env.GITHUB_TOKEN);
  if (token === undefined)
    throw new UserError(
      "GITHUB_TOKEN_MISSING",
      "GITHUB_TOKEN is not set; a token that may write contents and pull requests",
    );
  const baseUrl = vendorUrl(env.GITHUB_BASE_URL, {
    name: "GITHUB",
    own: "https://api.github.com",
    loopback: "http://127.0.0.1:4030",
    at: "GITHUB_BASE_URL",
    fix: "unset GITHUB_BASE_URL",
  });
  const { Octokit: Client } = await import("octokit");
  const octokit = new Client({
    baseUrl,
    auth: token,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    retry: { enabled: false },
    throttle: { enabled: false },
    request: { fetch: timely },
  });
  return { octokit, at: { owner, repo: name }, branch, path: `${await prefixOf(project)}${file}` };
}

/** The global fetch, looked up late: it honours proxy settings of the environment. */
const timely: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(20_000) });

/** The project's folder inside the repository: empty, or with a slash at its end. */
async function prefixOf(cwd: string): Promise<string> {
  const { execa } = await import("execa");
  const run = await execa("git", ["rev-parse", "--show-prefix"], {
    cwd,
    reject: false,
    timeout: 3_000,
    stdin: "ignore",
  });
  return run.exitCode === 0 ? run.stdout.trim() : "";
}

/** GitHub's own words, on one line. */
export function saidBy(error: unknown): string {
  const status =
    error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
  const message = remoteText(error instanceof Error ? error.message : String(error), { longest: 300 });
  return status === undefined ? message : `GitHub answered ${status}: ${message}`;
}
