import { Octokit, RequestError } from "octokit";
import { z } from "zod";
import { UserError } from "../../../providers/protocol/errors.ts";

const Account = z.object({ login: z.string() });
const Repository = z.object({ id: z.number(), archived: z.boolean() });
const Refusal = z.object({ message: z.string() });

/** GitHub's API inside one world, by the vendor's own client, for the repositories of one owner. */
export class GitHubClient {
  readonly #octokit: Octokit;
  /** The user or organisation that the provider is configured for. */
  readonly owner: string;

  private constructor(octokit: Octokit, owner: string) {
    this.#octokit = octokit;
    this.owner = owner;
  }

  /** Asks who the owner is, as the real plugin does at configure: the one named, else the token's own. */
  static async connect(options: { baseUrl: string; token: string; owner: string | undefined }): Promise<GitHubClient> {
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const octokit = new Octokit({
      baseUrl: options.baseUrl.replace(/\/$/, ""),
      auth: options.token,
      log: silent,
      // Repeating is the engine's user's decision here: a second create could make a second thing.
      retry: { enabled: false },
      throttle: { enabled: false },
    });
    const client = new GitHubClient(octokit, options.owner ?? "");
    const { owner } = options;
    const { login } = Account.parse(await client.ask("GET", owner === undefined ? "/user" : `/users/${owner}`, {}));
    return new GitHubClient(octokit, login);
  }

  /** `/repos/<owner>/<repository>` and what follows, each part of it escaped. */
  at(repository: string, ...parts: readonly (string | number)[]): string {
    return ["/repos", this.owner, repository, ...parts]
      .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
      .join("/");
  }

  /** The answer's data. Throws a `UserError` with GitHub's own message when it is not a success. */
  async ask(method: string, path: string, body: object, signal?: AbortSignal): Promise<unknown> {
    try {
      const answer = await this.#octokit.request(`${method} ${path}`, {
        ...body,
        ...(signal && { request: { signal } }),
      });
      return answer.data;
    } catch (error) {
      throw toldBy(error, `${method} ${path}`);
    }
  }

  /** As `ask`; undefined when GitHub does not have it. */
  async find(method: string, path: string, signal?: AbortSignal): Promise<unknown> {
    try {
      return (await this.ask(method, path, {}, signal)) ?? {};
    } catch (error) {
      if (error instanceof UserError && error.code === "GITHUB_404") return undefined;
      throw error;
    }
  }

  /** The repository's number. Undefined where there is none; throws where it takes no changes. */
  async repositoryId(name: string, signal: AbortSignal): Promise<number | undefined> {
    const found = await this.find("GET", this.at(name), signal);
    return found === undefined ? undefined : Repository.parse(found).id;
  }

  /** @throws UserError where the repository does not exist or is archived */
  async writable(name: string, signal: AbortSignal): Promise<number> {
    const { id, archived } = Repository.parse(await this.ask("GET", this.at(name), {}, signal));
    if (!archived) return id;
    throw new UserError(
      "GITHUB_ARCHIVED",
      `The repository ${this.owner}/${name} is archived: nothing in it can be changed`,
    );
  }
}

function toldBy(error: unknown, call: string): Error {
  if (!(error instanceof RequestError))
    return new UserError("GITHUB_UNREADABLE", `GitHub could not be asked: ${(error as Error).message}`, {
      cause: error,
    });
  const said = Refusal.safeParse(error.response?.data).data?.message ?? "nothing more";
  return new UserError(`GITHUB_${error.status}`, `GitHub answered ${error.status} to ${call}: ${said}`, {
    cause: error,
  });
}
