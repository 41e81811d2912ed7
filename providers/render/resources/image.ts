import { z } from "zod";

/** A name in a registry, perhaps with tag and digest; a user name or password has no place in it. */
const IMAGE =
  /^[a-z0-9][a-z0-9._-]*(?::\d+)?(?:\/[a-z0-9._-]+)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * The image that a service of runtime image runs.
 * @see https://render.com/docs/deploy-an-image (read 2026-11)
 */
export const image = z.strictObject({
  path: z
    .string()
    .regex(IMAGE, "an image by its path, such as ghcr.io/acme-brains/api@sha256:…")
    .describe("Registry, name and digest (or tag). A digest is always the same image; a tag may be another one later."),
  registryCredentialId: z
    .string()
    .regex(/^rgc-[0-9a-z]+$/, "the id of a registry credential, rgc-…")
    .optional()
    .describe("Registry credential of the workspace that may read it, `rgc-…`. Left out, the image is public."),
});
export type Image = z.infer<typeof image>;

/** One spelling for paths that Render takes for the same: `nginx` is `docker.io/library/nginx:latest`; a digest outdoes a tag. */
export function wholePath(path: string): string {
  const [named = "", digest] = path.split("@");
  const [, name = named, tag = "latest"] = /^(.*?)(?::([^/:]*))?$/.exec(named) ?? [];
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const inRegistry = hasRegistry ? name : `docker.io/${rest.length === 0 ? "library/" : ""}${name}`;
  return digest === undefined ? `${inRegistry}:${tag}` : `${inRegistry}@${digest}`;
}
