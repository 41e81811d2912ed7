import { createHash } from "node:crypto";

/** A commit of the world's repository: what the sample app does once it is built from it. */
export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly createdAt: string;
  readonly app: AppTraits;
}

/** How the sample app of a commit behaves. The default is a healthy app. */
export interface AppTraits {
  /** `false`: /health answers 200 with `processors_available: false`, as after a broken import. */
  readonly processors?: boolean;
  /** Status of /health; 503 keeps a Render deploy from ever becoming live. */
  readonly healthStatus?: number;
  /** The build fails with these log lines. */
  readonly buildFailure?: readonly string[];
}

/** The world's Git remote: repositories by URL, branches, commits. Ids are digests, so two runs are equal. */
export class Git {
  readonly #branches = new Map<string, Commit[]>();
  readonly #listeners: ((repo: string, branch: string, commit: Commit) => void)[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  push(repo: string, branch: string, message: string, app: AppTraits = {}): Commit {
    const commits = this.#of(repo, branch);
    const sha = createHash("sha1").update(`${repo}\n${branch}\n${commits.length}\n${message}`).digest("hex");
    const commit = { sha, message, createdAt: this.#now().toISOString(), app };
    commits.push(commit);
    for (const listener of this.#listeners) listener(repo, branch, commit);
    return commit;
  }

  /** A branch's head, a commit by its id, or undefined where there is no such repository or ref. */
  resolve(repo: string, ref: string): Commit | undefined {
    const head = this.#branches.get(key(repo, ref))?.at(-1);
    if (head) return head;
    for (const [at, commits] of this.#branches)
      if (at.startsWith(`${normal(repo)}#`)) {
        const found = commits.find((commit) => commit.sha.startsWith(ref) && ref.length >= 7);
        if (found) return found;
      }
    return undefined;
  }

  onPush(listener: (repo: string, branch: string, commit: Commit) => void): void {
    this.#listeners.push(listener);
  }

  #of(repo: string, branch: string): Commit[] {
    const at = key(repo, branch);
    const commits = this.#branches.get(at) ?? [];
    this.#branches.set(at, commits);
    return commits;
  }
}

const key = (repo: string, branch: string) => `${normal(repo)}#${branch}`;
/** `https://github.com/org/name(.git)` and `org/name` are one repository. */
const normal = (repo: string) =>
  repo
    .replace(/^https?:\/\/[^/]+\//, "")
    .replace(/\.git$/, "")
    .toLowerCase();
