import { Hono } from "hono";
import { z } from "zod";
import type { Signature } from "../../core/git-objects.ts";
import { gitCommitJson, HTML } from "../answers.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, gitOf, nameIn, repositoryAt, type Scope } from "../core.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { commitFiles, signatureOf } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { branchesOf } from "../rules/refs.ts";
import { base64Lines } from "./git-data.ts";

const at = "/repos/:owner/:repo/contents";
const person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const Change = z.object({
  message: z.string().min(1),
  content: z.string().nullish(),
  sha: z.string().nullish(),
  branch: z.string().optional(),
  author: person.optional(),
  committer: person.optional(),
});

/** Files of a branch, one at a time. */
export function contentRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();

  const read = (c: Call, path: string) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    const ref = c.req.query("ref") ?? repository.settings.default_branch;
    const commit = git.resolve(ref);
    if (commit === undefined)
      throw c.req.query("ref") === undefined
        ? new ApiError(404, "This repository is empty.")
        : new ApiError(404, `No commit found for the ref ${ref}`);
    const files = git.filesOf(commit);
    const file = files.get(path);
    if (file && /raw/.test(c.req.header("accept") ?? ""))
      return c.body(Buffer.from(git.blob(file.sha)), 200, {
        "content-type": "application/vnd.github.raw; charset=utf-8",
      });
    if (file)
      return c.json({
        ...entryJson(core, c, repository, ref, path, file.sha, "file"),
        content: base64Lines(git.blob(file.sha)),
        encoding: "base64",
      });
    const start = path === "" ? "" : `${path}/`;
    const names = new Map<string, string | undefined>();
    for (const [inside, { sha }] of files) {
      if (!inside.startsWith(start)) continue;
      const [name = "", ...rest] = inside.slice(start.length).split("/");
      names.set(name, rest.length === 0 ? sha : undefined);
    }
    if (names.size === 0) throw notFound();
    return c.json(
      [...names].sort().map(([name, sha]) => {
        const whole = start + name;
        const folder = () =>
          git.writeFiles(
            new Map(
              [...files].flatMap(([inside, entry]) =>
                inside.startsWith(`${whole}/`) ? [[inside.slice(whole.length + 1), entry]] : [],
              ),
            ),
          );
        return entryJson(core, c, repository, ref, whole, sha ?? folder(), sha === undefined ? "dir" : "file");
      }),
    );
  };
  app.get(at, (c) => read(c, ""));
  app.get(`${at}/`, (c) => read(c, ""));
  app.get(`${at}/:path{.+}`, (c) => read(c, nameIn(c, "path").replace(/\/$/, "")));
  app.get("/repos/:owner/:repo/readme", (c) => read(c, "README.md"));

  const change = async (c: Call, remove: boolean) => {
    const repository = repositoryAt(core, c, "push");
    const git = gitOf(core, repository);
    const path = nameIn(c, "path");
    const given = remove && !c.req.header("content-length") ? c.req.query() : undefined;
    const {
      message,
      content,
      sha,
      branch = repository.settings.default_branch,
      author,
      committer,
    } = given ? Change.parse(given) : await readBody(c, Change);
    const head = branchesOf(core, repository).get(branch);
    if (head === undefined && git.data.refs.size > 0) throw new ApiError(404, `Branch ${branch} not found`);
    const files = head === undefined ? new Map() : git.filesOf(head);
    const before = files.get(path);
    if (remove && !before) throw notFound();
    if (before && !sha) throw new ApiError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
    if (before && before.sha !== sha) throw new ApiError(409, `${path} does not match ${sha}`);
    if (!before && sha) throw new ApiError(409, `${path} does not match ${sha}`);
    if (remove) files.delete(path);
    else {
      if (content === undefined || content === null)
        throw new ApiError(422, `Invalid request.\n\n"content" wasn't supplied.`);
      if (!isBase64(content)) throw new ApiError(422, "content is not valid Base64");
      files.set(path, { ...git.writeText(Buffer.from(content, "base64")), ...(before && { mode: before.mode }) });
    }
    const actor = actorOf(c);
    const writer = author ?? committer;
    const made = commitFiles(
      core,
      repository,
      {
        branch,
        files,
        parents: head === undefined ? [] : [head],
        message,
        ...(writer && { author: signed(writer, signatureOf(core, actor)) }),
      },
      actor,
    );
    const file = files.get(path);
    return c.json(
      {
        content: file ? entryJson(core, c, repository, branch, path, file.sha, "file") : null,
        commit: gitCommitJson(core, c, repository, made),
      },
      remove || before ? 200 : 201,
    );
  };
  app.put(`${at}/:path{.+}`, (c) => change(c, false));
  app.delete(`${at}/:path{.+}`, (c) => change(c, true));
  return app;
}

const isBase64 = (text: string) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text);

const signed = ({ name, email, date }: z.output<typeof person>, own: Signature): Signature => ({
  name,
  email,
  seconds: date === undefined ? own.seconds : Math.floor(Date.parse(date) / 1000),
});

function entryJson(
  core: GitHubCore,
  c: Call,
  repository: Repository,
  ref: string,
  path: string,
  sha: string,
  type: "file" | "dir",
): object {
  const name = fullName(repository);
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${c.get("base")}/repos/${name}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const kind = type === "file" ? "blob" : "tree";
  const git = `${c.get("base")}/repos/${name}/git/${kind}s/${sha}`;
  const html = `${HTML}/${name}/${kind}/${ref}/${encoded}`;
  return {
    name: path.split("/").at(-1),
    path,
    sha,
    size: gitOf(core, repository).find("blob", sha)?.bytes.length ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url: type === "file" ? `https://raw.githubusercontent.com/${name}/${ref}/${encoded}` : null,
    type,
    _links: { self: url, git, html },
  };
}
