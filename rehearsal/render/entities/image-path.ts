const reference = /^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/;

/**
 * A container image with registry and tag, as Render stores it: `nginx` is `docker.io/library/nginx:latest`.
 * Undefined when the text names no image.
 */
export function normalImagePath(path: string): string | undefined {
  if (!reference.test(path)) return undefined;
  const [first = "", ...rest] = path.split("/");
  const hasRegistry = rest.length > 0 && (first.includes(".") || first.includes(":"));
  const named = hasRegistry ? path : `docker.io/${rest.length === 0 ? "library/" : ""}${path}`;
  const last = named.slice(named.lastIndexOf("/") + 1);
  return /[:@]/.test(last) ? named : `${named}:latest`;
}

/** The image without tag and digest; a deploy may change only those. */
export const repositoryOf = (imagePath: string): string => imagePath.replace(/@.*$/, "").replace(/:[^/]*$/, "");
