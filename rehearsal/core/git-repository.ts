import {
  type CommitObject,
  type GitObject,
  inTreeOrder,
  type Signature,
  shaOf,
  type TreeEntry,
  type TreeObject,
} from "./git-objects.ts";

/** All that one repository is: its objects by id, and its refs by name without `refs/`. Plain data. */
export interface RepositoryData {
  readonly objects: Map<string, GitObject>;
  readonly refs: Map<string, string>;
}

/** A file of a commit. */
export interface FileEntry {
  readonly mode: TreeEntry["mode"];
  readonly sha: string;
}

/** The files of a commit by path, folders left out: what is compared, merged and changed. */
export type Files = ReadonlyMap<string, FileEntry>;

/** Reads and writes the objects of one repository. */
export class GitRepository {
  readonly data: RepositoryData;

  constructor(data: RepositoryData) {
    this.data = data;
  }

  write(object: GitObject): string {
    const sha = shaOf(object);
    this.data.objects.set(sha, object);
    return sha;
  }

  /** The object of this id, when it is of this kind. */
  find<Kind extends GitObject["kind"]>(kind: Kind, sha: string): Extract<GitObject, { kind: Kind }> | undefined {
    const object = this.data.objects.get(sha);
    return object?.kind === kind ? (object as Extract<GitObject, { kind: Kind }>) : undefined;
  }

  commit(sha: string): CommitObject {
    return this.#must("commit", sha);
  }

  blob(sha: string): Uint8Array {
    return this.#must("blob", sha).bytes;
  }

  tree(sha: string): TreeObject {
    return this.#must("tree", sha);
  }

  text(sha: string): string {
    return Buffer.from(this.blob(sha)).toString();
  }

  /** A commit by branch, tag, full ref, or id (7 characters of it are enough); undefined where there is none. */
  resolve(ref: string): string | undefined {
    const { refs, objects } = this.data;
    for (const name of [`heads/${ref}`, `tags/${ref}`, ref.replace(/^refs\//, "")]) {
      const sha = refs.get(name);
      if (sha !== undefined) return this.#peeled(sha);
    }
    if (!/^[0-9a-f]{7,40}$/.test(ref)) return undefined;
    const found = objects.has(ref)
      ? ref
      : [...objects.keys()].find((sha) => sha.startsWith(ref) && this.find("commit", sha));
    return found === undefined ? undefined : this.#peeled(found);
  }

  /** The files of a tree, each with its whole path. */
  files(tree: string, below = ""): Map<string, FileEntry> {
    const found = new Map<string, FileEntry>();
    for (const { mode, name, sha } of this.tree(tree).entries) {
      if (mode === "040000") for (const [path, file] of this.files(sha, `${below}${name}/`)) found.set(path, file);
      else found.set(below + name, { mode, sha });
    }
    return found;
  }

  filesOf(commit: string): Map<string, FileEntry> {
    return this.files(this.commit(commit).tree);
  }

  /** Writes the trees of these files. @returns the root's id */
  writeFiles(files: Files): string {
    const entries: TreeEntry[] = [];
    const folders = new Map<string, Map<string, FileEntry>>();
    for (const [path, file] of files) {
      const [name = "", ...rest] = path.split("/");
      if (rest.length === 0) entries.push({ name, ...file });
      else folders.set(name, (folders.get(name) ?? new Map()).set(rest.join("/"), file));
    }
    for (const [name, inside] of folders) entries.push({ mode: "040000", name, sha: this.writeFiles(inside) });
    return this.write({ kind: "tree", entries: inTreeOrder(entries) });
  }

  writeText(text: string | Uint8Array): FileEntry {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    return { mode: "100644", sha: this.write({ kind: "blob", bytes }) };
  }

  writeCommit(commit: {
    files: Files;
    parents: readonly string[];
    message: string;
    author: Signature;
    committer?: Signature;
  }): string {
    const { files, parents, message, author, committer = author } = commit;
    return this.write({ kind: "commit", tree: this.writeFiles(files), parents, message, author, committer });
  }

  /** The commit and all before it, newest first. */
  history(from: string): string[] {
    const seen = new Set<string>();
    const waiting = [from];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      if (seen.has(sha)) continue;
      seen.add(sha);
      waiting.push(...this.commit(sha).parents);
    }
    const age = (sha: string) => this.commit(sha).committer.seconds;
    // Of the same second, the one that was reached first is the newer one.
    return [...seen].toSorted((one, other) => age(other) - age(one));
  }

  /** The commits of `head` that `base` has not, newest first. */
  ahead(base: string, head: string): string[] {
    const known = new Set(this.history(base));
    return this.history(head).filter((sha) => !known.has(sha));
  }

  /** The newest commit that both have. */
  mergeBase(one: string, other: string): string | undefined {
    const known = new Set(this.history(one));
    const common = this.history(other).filter((sha) => known.has(sha));
    return common.find((sha) => !common.some((later) => later !== sha && this.history(later).includes(sha)));
  }

  #peeled(sha: string): string | undefined {
    const tag = this.find("tag", sha);
    if (tag) return this.#peeled(tag.object);
    return this.find("commit", sha) ? sha : undefined;
  }

  #must<Kind extends GitObject["kind"]>(kind: Kind, sha: string): Extract<GitObject, { kind: Kind }> {
    const object = this.find(kind, sha);
    if (!object) throw new Error(`Failed to read the ${kind} ${sha}: the repository has no such object`);
    return object;
  }
}
