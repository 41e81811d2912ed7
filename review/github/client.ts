import type { Octokit } from "octokit";
import { UserError } from "../../providers/protocol/errors.ts";
import { vendorToken } from "../../providers/protocol/vendor-token.ts";
import { vendorUrl } from "../../providers/protocol/vendor-url.ts";

/** A repository at GitHub, and the way to it. */
export interface GitHub {
  readonly octokit: Octokit;
  readonly at: { readonly owner: string; readonly repo: string };
}

const OWN = "https://api.github.com";

/**
 * The repository that a workflow runs for: GITHUB_REPOSITORY with GITHUB_TOKEN, as GitHub Actions sets them. What can be
 * asked twice is tried again when GitHub fails; a request ends within 20 s.
 * @throws UserError where one of them is missing, or the address is not one that a token may be sent to
 */
export async function openGitHub(env: NodeJS.ProcessEnv, token = env.GITHUB_TOKEN): Promise<GitHub> {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? "") ?? [];
  if (!owner || !repo) throw missing("GITHUB_REPOSITORY", "OWNER/NAME of the repository", "acme/app");
  const auth = vendorToken(token);
  if (auth === undefined) throw missing("GITHUB_TOKEN", "a token for it", '"$(gh auth token)"');
  const { Octokit: Client } = await import("octokit");
  const octokit = new Client({
    ...{ baseUrl: addressOf(env), auth },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    throttle: { enabled: false },
    retry: { retries: 2 },
    request: { fetch: timely },
  });
  octokit.hook.before("request", (options) => {
    // What was lost on its way back may have been done: never twice.
    if (options.method === "POST") options.request.retries = 0;
  });
  return { octokit, at: { owner, repo } };
}

/** The client that may ask who is in a team: by CUTOVER_MEMBERS_TOKEN where it is set, else the one that is given. */
export const openTeams = async (env: NodeJS.ProcessEnv, github: GitHub): Promise<GitHub> =>
  env.CUTOVER_MEMBERS_TOKEN ? openGitHub(env, env.CUTOVER_MEMBERS_TOKEN) : github;

/** The global fetch, looked up late: it honours proxy settings of the environment. */
const timely: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(20_000) });

/** GitHub's, an enterprise's by https, or one on this machine. */
function addressOf({ GITHUB_BASE_URL: base, GITHUB_API_URL: api }: NodeJS.ProcessEnv): string {
  const at = base ? "GITHUB_BASE_URL" : "GITHUB_API_URL";
  const url = URL.parse(base || api || OWN);
  if (!base && url?.protocol === "https:" && !url.username && !url.password && !url.search && !url.hash)
    return url.href.replace(/\/+$/, "");
  return vendorUrl(base || api, {
    name: "GITHUB",
    own: OWN,
    loopback: "http://127.0.0.1:4030",
    at,
    fix: `unset ${at}`,
  });
}

const missing = (name: string, what: string, example: string): UserError =>
  new UserError(
    "GITHUB_NOT_GIVEN",
    [
      `GITHUB_NOT_GIVEN: ${name} is not set; expected ${what}`,
      "  at the environment, where GitHub Actions sets it",
      `  fix: export ${name}=${example}`,
    ].join("\n"),
  );
