import { Hono } from "hono";
import { z } from "zod";
import type { TreeEntry } from "../../core/git-objects.ts";
import { inTreeOrder, type Signature } from "../../core/git-objects.ts";
import { gitCommitJson, signatureJson } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, gitOf, nameIn, repositoryAt, type Scope } from "../core.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nodeId } from "../entities/state.ts";
import { moveBranch, signatureOf } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { refusalOfPush } from "../rules/direct-push.ts";

const at = "/repos/:owner/:repo/git";
const sha = z.string().regex(/^[0-9a-f]{40}$/);
const person = z.object({ name: z.string(), email: z.string(), date: z.iso.datetime({ offset: true }).optional() });
const mode = z.enum(["100644", "100755", "040000", "160000", "120000"]);
const TreeItem = z.object({
  path: z.string().min(1),
  mode,
  type: z.string().optional(),
  sha: sha.nullish(),
  content: z.string().optional(),
});

/** Git's own objects and refs. */
export function gitDataRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  blobsAndTrees(core, app);
  commitsAndTags(core, app);
  refs(core, app);
  return app;
}

function blobsAndTrees(core: GitHubCore, app: Api): void {
  app.post(`${at}/blobs`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const Body = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });
    const { content, encoding } = await readBody(c, Body);
    const made = gitOf(core, repository).write({ kind: "blob", bytes: Buffer.from(content, encoding) });
    return c.json({ sha: made, url: `${c.get("base")}/repos/${fullName(repository)}/git/blobs/${made}` }, 201);
  });
  app.get(`${at}/blobs/:sha`, (c) => {
    const repository = repositoryAt(core, c);
    const blob = gitOf(core, repository).find("blob", c.req.param("sha"));
    if (!blob) throw notFound();
    return c.json({
      sha: c.req.param("sha"),
      node_id: nodeId("Blob", c.req.param("sha")),
      size: blob.bytes.length,
      url: `${c.get("base")}/repos/${fullName(repository)}/git/blobs/${c.req.param("sha")}`,
      content: base64Lines(blob.bytes),
      encoding: "base64",
    });
  });
  app.get(`${at}/trees/:sha{.+}`, (c) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    const ref = nameIn(c, "sha");
    const commit = git.resolve(ref);
    const root = commit === undefined ? ref : git.commit(commit).tree;
    if (!git.find("tree", root)) throw notFound();
    return c.json(treeJson(core, c, repository, root, c.req.query("recursive") !== undefined));
  });
  app.post(`${at}/trees`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const git = gitOf(core, repository);
    const { tree, base_tree: base } = await readBody(
      c,
      z.object({ tree: z.array(TreeItem), base_tree: z.string().nullish() }),
    );
    const from = base ? (git.resolve(base) ? git.commit(git.resolve(base) ?? "").tree : base) : undefined;
    if (from !== undefined && !git.find("tree", from)) throw new ApiError(422, "base_tree is not a valid tree oid");
    const files = from === undefined ? new Map() : git.files(from);
    for (const item of tree) {
      for (const path of [...files.keys()])
        if (path.startsWith(`${item.path}/`) && item.mode === "040000") files.delete(path);
      if (item.sha === null) files.delete(item.path);
      else if (item.mode === "040000" && item.sha)
        for (const [path, file] of git.files(item.sha, `${item.path}/`)) files.set(path, file);
      else if (item.sha) {
        if (item.mode !== "160000" && !git.find("blob", item.sha))
          throw new ApiError(422, `tree.sha ${item.sha} is not a valid blob`);
        files.set(item.path, { mode: item.mode, sha: item.sha });
      } else files.set(item.path, { ...git.writeText(item.content ?? ""), mode: item.mode });
    }
    return c.json(treeJson(core, c, repository, git.writeFiles(files), false), 201);
  });
}

function commitsAndTags(core: GitHubCore, app: Api): void {
  app.post(`${at}/commits`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const git = gitOf(core, repository);
    const Body = z.object({
      message: z.string(),
      tree: sha,
      parents: z.array(sha).default([]),
      author: person.optional(),
      committer: person.optional(),
    });
    const { message, tree, parents, author, committer } = await readBody(c, Body);
    if (!git.find("tree", tree)) throw new ApiError(422, "Tree SHA does not exist");
    for (const parent of parents)
      if (!git.find("commit", parent)) throw new ApiError(422, "Parent SHA does not exist or is not a commit object");
    const own = signatureOf(core, actorOf(c));
    const writer = signed(author, own);
    const made = git.write({
      kind: "commit",
      tree,
      parents,
      message,
      author: writer,
      committer: committer ? signed(committer, own) : writer,
    });
    return c.json(gitCommitJson(core, c, repository, made), 201);
  });
  app.get(`${at}/commits/:sha`, (c) => {
    const repository = repositoryAt(core, c);
    if (!gitOf(core, repository).find("commit", c.req.param("sha"))) throw notFound();
    return c.json(gitCommitJson(core, c, repository, c.req.param("sha")));
  });
  app.post(`${at}/tags`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const Body = z.object({
      tag: z.string(),
      message: z.string(),
      object: sha,
      type: z.enum(["commit", "tree", "blob"]),
      tagger: person.optional(),
    });
    const { tag, message, object, type, tagger } = await readBody(c, Body);
    const writer = signed(tagger, signatureOf(core, actorOf(c)));
    const made = gitOf(core, repository).write({ kind: "tag", tag, message, object, type, tagger: writer });
    return c.json(tagJson(c, repository, made, { tag, message, object, type, tagger: writer }), 201);
  });
  app.get(`${at}/tags/:sha`, (c) => {
    const repository = repositoryAt(core, c);
    const tag = gitOf(core, repository).find("tag", c.req.param("sha"));
    if (!tag) throw notFound();
    return c.json(tagJson(c, repository, c.req.param("sha"), tag));
  });
}

function refs(core: GitHubCore, app: Api): void {
  const Ref = z.object({ ref: z.string().regex(/^refs\/(heads|tags)\/.+/), sha });
  const push = (c: Call, repository: Repository, name: string, to: string | undefined) => {
    if (!name.startsWith("heads/")) return;
    const refusal = refusalOfPush(core, repository, { branch: name.slice("heads/".length), to }, actorOf(c));
    if (refusal !== undefined) throw new ApiError(422, refusal);
  };
  const set = (repository: Repository, name: string, to: string) => {
    if (name.startsWith("heads/")) moveBranch(core, repository, name.slice("heads/".length), to);
    else gitOf(core, repository).data.refs.set(name, to);
  };

  app.get(`${at}/refs`, (c) => listed(c, ""));
  app.get(`${at}/matching-refs/:ref{.+}`, (c) => listed(c, nameIn(c, "ref")));
  const listed = (c: Call, start: string) => {
    const repository = repositoryAt(core, c);
    const names = [...gitOf(core, repository).data.refs.keys()].filter((name) => name.startsWith(start)).sort();
    return c.json(
      page(
        c,
        names.map((name) => refJson(core, c, repository, name)),
      ),
    );
  };
  app.get(`${at}/ref/:ref{.+}`, (c) => {
    const repository = repositoryAt(core, c);
    if (!gitOf(core, repository).data.refs.has(nameIn(c, "ref"))) throw notFound();
    return c.json(refJson(core, c, repository, nameIn(c, "ref")));
  });
  app.post(`${at}/refs`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const { ref, sha: to } = await readBody(c, Ref);
    const name = ref.replace("refs/", "");
    const { objects, refs: known } = gitOf(core, repository).data;
    if (!objects.has(to)) throw new ApiError(422, "Object does not exist");
    if (known.has(name)) throw new ApiError(422, "Reference already exists");
    push(c, repository, name, to);
    set(repository, name, to);
    return c.json(refJson(core, c, repository, name), 201);
  });
  app.patch(`${at}/refs/:ref{.+}`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const name = nameIn(c, "ref");
    const git = gitOf(core, repository);
    const { sha: to, force } = await readBody(c, z.object({ sha, force: z.boolean().default(false) }));
    const from = git.data.refs.get(name);
    if (from === undefined) throw new ApiError(422, "Reference does not exist");
    if (!git.data.objects.has(to)) throw new ApiError(422, "Object does not exist");
    if (!force && !git.history(to).includes(from)) throw new ApiError(422, "Update is not a fast forward");
    push(c, repository, name, to);
    set(repository, name, to);
    return c.json(refJson(core, c, repository, name));
  });
  app.delete(`${at}/refs/:ref{.+}`, (c) => {
    const repository = repositoryAt(core, c, "push");
    const name = nameIn(c, "ref");
    const { refs: known } = gitOf(core, repository).data;
    if (!known.has(name)) throw new ApiError(422, "Reference does not exist");
    push(c, repository, name, undefined);
    known.delete(name);
    return c.body(null, 204);
  });
}

function refJson(core: GitHubCore, c: Call, repository: Repository, name: string): object {
  const { refs: known, objects } = gitOf(core, repository).data;
  const to = known.get(name) ?? "";
  const type = objects.get(to)?.kind ?? "commit";
  const url = `${c.get("base")}/repos/${fullName(repository)}/git`;
  return {
    ref: `refs/${name}`,
    node_id: nodeId("Ref", `${repository.id}:refs/${name}`),
    url: `${url}/refs/${name}`,
    object: { sha: to, type, url: `${url}/${type}s/${to}` },
  };
}

function treeJson(core: GitHubCore, c: Call, repository: Repository, root: string, recursive: boolean): object {
  const git = gitOf(core, repository);
  const url = `${c.get("base")}/repos/${fullName(repository)}/git`;
  const entries = (tree: string, below: string): object[] =>
    inTreeOrder(git.tree(tree).entries).flatMap((entry: TreeEntry) => {
      const type = entry.mode === "040000" ? "tree" : entry.mode === "160000" ? "commit" : "blob";
      const size = git.find("blob", entry.sha)?.bytes.length;
      const own = {
        path: below + entry.name,
        mode: entry.mode,
        type,
        sha: entry.sha,
        ...(size === undefined ? {} : { size }),
        url: `${url}/${type}s/${entry.sha}`,
      };
      return [own, ...(recursive && type === "tree" ? entries(entry.sha, `${below}${entry.name}/`) : [])];
    });
  return { sha: root, url: `${url}/trees/${root}`, tree: entries(root, ""), truncated: false };
}

function tagJson(
  c: Call,
  repository: Repository,
  tagSha: string,
  {
    tag,
    message,
    object,
    type,
    tagger,
  }: { tag: string; message: string; object: string; type: string; tagger: Signature },
): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/git`;
  return {
    node_id: nodeId("Tag", tagSha),
    tag,
    sha: tagSha,
    url: `${url}/tags/${tagSha}`,
    message,
    tagger: signatureJson(tagger),
    object: { sha: object, type, url: `${url}/${type}s/${object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

const signed = (given: z.output<typeof person> | undefined, own: Signature): Signature =>
  given
    ? {
        name: given.name,
        email: given.email,
        seconds: given.date ? Math.floor(Date.parse(given.date) / 1000) : own.seconds,
      }
    : own;

/** Base64 in lines of 60 characters, as GitHub answers contents. */
export const base64Lines = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString("base64")
    .replace(/.{1,60}/g, "$&\n");
