/** A place in the configuration: section first, then keys and list positions. */
export type Path = readonly PropertyKey[];

/**
 * A path in the notation that `pulumi config set --path` reads: `services.api.plan`, `origins[0]`, `env.backend["a.b"]`.
 * @see https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration
 */
export function propertyPath(path: Path): string {
  return path.map((segment, index) => written(segment, index === 0)).join("");
}

function written(segment: PropertyKey, first: boolean): string {
  if (typeof segment === "number") return `[${segment}]`;
  const key = String(segment);
  if (/^[A-Za-z_][\w/-]*$/.test(key)) return first ? key : `.${key}`;
  return `["${key.replaceAll('"', '\\"')}"]`;
}
