import { createHash } from "node:crypto";
import type { Commit, Git } from "../../core/git.ts";
import { badRequest } from "../api-error.ts";
import { normalImagePath, repositoryOf } from "../entities/image-path.ts";
import type { Settings } from "../entities/settings.ts";
import type { DeployArgs } from "./deploys.ts";

type Source = Pick<DeployArgs, "commit" | "image">;

/** What a new deploy of these settings is made from: the branch's head or the image. @throws ApiError 400 */
export function sourceOf(git: Git, settings: Settings): Source {
  return settings.imagePath ? imageSource(settings.imagePath) : { commit: commitOf(git, settings) };
}

/** A commit by its id, or the branch's head. @throws ApiError 400 when the remote has no such thing. */
export function commitOf(git: Git, { repo = "", branch = "", imagePath }: Settings, commitId?: string): Commit {
  if (imagePath) throw badRequest("commitId: not allowed for an image service");
  const head = git.resolve(repo, branch);
  if (!head) throw badRequest(`repository or branch not found: ${repo} ${branch}`);
  if (!commitId) return head;
  const commit = git.resolve(repo, commitId);
  if (!commit) throw badRequest(`commit not found: ${commitId}`);
  return commit;
}

/** Another tag or digest of a service's image. @throws ApiError 400 for any other image. */
export function otherImage({ imagePath }: Settings, imageUrl: string): Source {
  if (!imagePath) throw badRequest("imageUrl: only allowed for an image service");
  const path = normalImagePath(imageUrl);
  if (!path) throw badRequest("unable to fetch image with provided input");
  if (repositoryOf(path) !== repositoryOf(imagePath))
    throw badRequest("only the image tag or digest can be updated when creating a deploy");
  return imageSource(path);
}

/** An image's digest is made from its name; a healthy commit stands in for its content. */
function imageSource(ref: string): Source {
  const pinned = /@sha256:(.*)$/.exec(ref)?.[1];
  const sha = pinned ?? createHash("sha256").update(ref).digest("hex");
  return {
    image: { ref, sha: `sha256:${sha}` },
    commit: { sha, message: ref, createdAt: "1970-01-01T00:00:00Z", app: {} },
  };
}
