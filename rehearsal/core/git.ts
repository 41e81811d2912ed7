import { z } from "zod";
import type { Signature } from "./git-objects.ts";
import { type Files, GitRepository, type RepositoryData } from "./git-repository.ts";

/** A commit of the world's repository: what the sample app does once it is built from it. */
export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly createdAt: string;
  readonly app: AppTraits;
}

const share = z.number().min(0).max(1);

/** How the sample app of a commit behaves: what differs from a healthy one. */
export const AppTraits = z
  .strictObject({
    /** `false`: /health answers 200 with `processors_available: false`, as after a broken import. */
    processors: z.boolean().exactOptional(),
    /** Status of /health; 503 keeps a Render deploy from ever becoming live. */
    healthStatus: z.int().min(200).max(599).exactOptional(),
    /** The build fails with these log lines. */
    buildFailure: z.array(z.string()).readonly().exactOptional(),
    /** The worker ends at start, leaves every job processing, or fails each. */
    worker: z.enum(["crash", "stuck", "fail"]).exactOptional(),
    /** How imports by the new pipeline go; by default all complete, typically within 3 minutes. */
    v2Imports: z
      .strictObject({
        successRate: share.exactOptional(),
        stuckRate: share.exactOptional(),
        typicalMinutes: z.number().positive().exactOptional(),
        /** What the failed ones say; `{id}` is another one in each. */
        error: z.string().exactOptional(),
      })
      .readonly()
      .exactOptional(),
    /** The old way in, `POST /process-full`, is not there any more: it answers 404 (S2.9). */
    legacyEndpoint: z.literal("removed").exactOptional(),
    /** The API's memory grows from its deploy on, by this much of its limit a day, in percent. */
    memoryGrowth: z.number().positive().exactOptional(),
  })
  .readonly();
export type AppTraits = z.infer<typeof AppTraits>;

/** The app's traits are a file of the repository, so that they go where a merge takes them. No file: a healthy app. */
const TRAITS = "sample-app.json";

/**
 * The world's Git remote: repositories by URL, with real objects, so that ids are Git's own and two runs are equal.
 * GitHub shows the same repositories.
 */
export class Git {
  /** By `owner/name` in lower case. Plain data. */
  readonly repositories = new Map<string, RepositoryData>();
  readonly #commits = new Map<string, Commit>();
  readonly #listeners: ((repo: string, branch: string, commit: Commit) => void)[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** A commit on a branch, which is made where it is not there yet. Its files are those before, and what `app` says. */
  push(repo: string, branch: string, message: string, app: AppTraits = {}): Commit {
    const repository = this.repository(repo);
    const head = repository.data.refs.get(`heads/${branch}`);
    const files = new Map(head === undefined ? [] : repository.filesOf(head));
    if (Object.keys(app).length === 0) files.delete(TRAITS);
    else files.set(TRAITS, repository.writeText(`${JSON.stringify(app, null, 2)}\n`));
    return this.#commit(repo, branch, message, files);
  }

  /** A commit that writes these files, by path; `undefined` deletes one. */
  write(
    repo: string,
    branch: string,
    message: string,
    changes: Readonly<Record<string, string | Uint8Array | undefined>>,
  ): Commit {
    const repository = this.repository(repo);
    const head = repository.data.refs.get(`heads/${branch}`);
    const files = new Map(head === undefined ? [] : repository.filesOf(head));
    for (const [path, text] of Object.entries(changes)) {
      if (text === undefined) files.delete(path);
      else files.set(path, repository.writeText(text));
    }
    return this.#commit(repo, branch, message, files);
  }

  /** Sets a branch to a commit that the repository has; listeners hear of it, unless the branch only begins there. */
  move(repo: string, branch: string, sha: string): Commit {
    const { refs } = this.repository(repo).data;
    const was = refs.get(`heads/${branch}`);
    const begins = was === undefined && [...refs.values()].includes(sha);
    refs.set(`heads/${branch}`, sha);
    const commit = this.#read(repo, sha);
    return begins || was === sha ? commit : this.#tell(repo, branch, commit);
  }

  /** A branch's head, a commit by its id, or undefined where there is no such repository or ref. */
  resolve(repo: string, ref: string): Commit | undefined {
    if (!this.repositories.has(repositoryKey(repo))) return undefined;
    const sha = this.repository(repo).resolve(ref);
    return sha === undefined ? undefined : this.#read(repo, sha);
  }

  /** The repository of this URL or `owner/name`, made empty where it is not there yet. */
  repository(repo: string): GitRepository {
    const key = repositoryKey(repo);
    const data = this.repositories.get(key) ?? { objects: new Map(), refs: new Map() };
    this.repositories.set(key, data);
    return new GitRepository(data);
  }

  /** Forgets a repository that was deleted. */
  remove(repo: string): void {
    this.repositories.delete(repositoryKey(repo));
  }

  onPush(listener: (repo: string, branch: string, commit: Commit) => void): void {
    this.#listeners.push(listener);
  }

  #commit(repo: string, branch: string, message: string, files: Files): Commit {
    const repository = this.repository(repo);
    const head = repository.data.refs.get(`heads/${branch}`);
    const author: Signature = { ...developer, seconds: Math.floor(this.#now().getTime() / 1000) };
    const sha = repository.writeCommit({ files, parents: head === undefined ? [] : [head], message, author });
    repository.data.refs.set(`heads/${branch}`, sha);
    return this.#tell(repo, branch, this.#read(repo, sha));
  }

  #tell(repo: string, branch: string, commit: Commit): Commit {
    for (const listener of this.#listeners) listener(repo, branch, commit);
    return commit;
  }

  /** One object per commit, however often it is asked for. */
  #read(repo: string, sha: string): Commit {
    const key = `${repositoryKey(repo)} ${sha}`;
    const repository = this.repository(repo);
    const { message, committer } = repository.commit(sha);
    const traits = repository.filesOf(sha).get(TRAITS);
    const commit = this.#commits.get(key) ?? {
      sha,
      message,
      createdAt: new Date(committer.seconds * 1000).toISOString(),
      app: traits ? traitsIn(repository.text(traits.sha)) : {},
    };
    this.#commits.set(key, commit);
    return commit;
  }
}

const developer = { name: "Ada Developer", email: "ada@acme-brains.example" } as const;

/** A file that does not tell traits builds a healthy app. */
function traitsIn(text: string): AppTraits {
  try {
    return AppTraits.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** `https://github.com/org/name(.git)` and `org/name` are one repository. */
const repositoryKey = (repo: string): string =>
  repo
    .replace(/^https?:\/\/[^/]+\//, "")
    .replace(/\.git$/, "")
    .toLowerCase();
