import { createHash } from "node:crypto";

/** A file or folder in a tree, with Git's own mode. */
export interface TreeEntry {
  readonly mode: "100644" | "100755" | "120000" | "040000" | "160000";
  readonly name: string;
  readonly sha: string;
}

/** Who wrote or committed, and when: seconds since 1970, as Git counts. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
}

export interface BlobObject {
  readonly kind: "blob";
  readonly bytes: Uint8Array;
}
export interface TreeObject {
  readonly kind: "tree";
  readonly entries: readonly TreeEntry[];
}
export interface CommitObject {
  readonly kind: "commit";
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}
export interface TagObject {
  readonly kind: "tag";
  readonly object: string;
  readonly type: string;
  readonly tag: string;
  readonly tagger: Signature;
  readonly message: string;
}

/** What a Git repository consists of. Plain data. */
export type GitObject = BlobObject | TreeObject | CommitObject | TagObject;

/** The id that Git itself gives to an object. */
export function shaOf(object: GitObject): string {
  const body = bodyOf(object);
  return createHash("sha1").update(`${object.kind} ${body.length}\0`).update(body).digest("hex");
}

/** Git sorts a folder as if its name ended in a slash. */
export function inTreeOrder(entries: readonly TreeEntry[]): TreeEntry[] {
  const key = ({ mode, name }: TreeEntry) => Buffer.from(mode === "040000" ? `${name}/` : name);
  return entries.toSorted((one, other) => Buffer.compare(key(one), key(other)));
}

/** An object as Git stores it, behind its header. */
export function bodyOf(object: GitObject): Uint8Array {
  switch (object.kind) {
    case "blob":
      return object.bytes;
    case "tree":
      return Buffer.concat(
        object.entries.flatMap(({ mode, name, sha }) => [
          Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`),
          Buffer.from(sha, "hex"),
        ]),
      );
    case "commit":
      return Buffer.from(
        [
          `tree ${object.tree}`,
          ...object.parents.map((parent) => `parent ${parent}`),
          `author ${line(object.author)}`,
          `committer ${line(object.committer)}`,
          "",
          object.message,
        ].join("\n"),
      );
    case "tag":
      return Buffer.from(
        [
          `object ${object.object}`,
          `type ${object.type}`,
          `tag ${object.tag}`,
          `tagger ${line(object.tagger)}`,
          "",
          object.message,
        ].join("\n"),
      );
  }
}

const line = ({ name, email, seconds }: Signature) => `${name} <${email}> ${seconds} +0000`;
