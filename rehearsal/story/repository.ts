import { Octokit } from "octokit";
import { z } from "zod";
import type { Tokens } from "../github/seed.ts";
import type { Scene } from "./scene.ts";

/** GitHub's own client, as one of those who work in the repository. */
export function github({ world }: Scene, who: keyof Tokens): Octokit {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const plain = { retry: { enabled: false }, throttle: { enabled: false } };
  return new Octokit({ baseUrl: world.github.url, auth: world.github.tokens[who], log, ...plain });
}

/** The repository of the stack's app, as GitHub's client names it. */
export function at({ file }: Scene): { owner: string; repo: string } {
  const [owner = "", repo = ""] = new URL(file.repository).pathname
    .slice(1)
    .replace(/\.git$/, "")
    .split("/");
  return { owner, repo };
}

/** A file of the repository as it stands at a branch or commit. */
export async function fileAt(scene: Scene, ref: string, path: string): Promise<{ text: string; sha: string }> {
  const { data } = await github(scene, "developer").rest.repos.getContent({ ...at(scene), path, ref });
  const { content, sha } = z.object({ content: z.string(), sha: z.string() }).parse(data);
  return { text: Buffer.from(content, "base64").toString(), sha };
}
