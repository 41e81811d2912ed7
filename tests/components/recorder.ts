import * as pulumi from "@pulumi/pulumi";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** Paths of the inputs that are marked as secret. */
  readonly secrets: readonly string[];
  /** What it is imported from, by id. */
  readonly importedFrom: string | undefined;
}

/**
 * Records what a component declares, in order, in place of an engine. `run` awaits everything it set in motion.
 * @param outputs what providers add to resources of a type
 */
export async function record(
  run: () => unknown,
  outputs: Readonly<Record<string, Record<string, unknown>>> = {},
): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, id }) {
        recorded.push({
          type,
          name,
          inputs: revealed(inputs) as Record<string, unknown>,
          secrets: secretPaths(inputs, ""),
          importedFrom: id || undefined,
        });
        return { id: `${name}-id`, state: { ...inputs, ...made(type, name), ...outputs[type] } };
      },
      call: () => ({}),
    },
    "cutover",
    "prod",
  );
  const settled: Promise<unknown>[] = [];
  const collect = (value: unknown) => {
    for (const output of Object.values(value ?? {}))
      if (pulumi.Output.isInstance(output)) settled.push(new Promise((resolve) => output.apply(resolve)));
  };
  collect(run());
  await Promise.all(settled);
  await pulumi.runtime.disconnect();
  return recorded;
}

const secretKey = "4dabf18193072939515e22adb298388d";

/** Inputs without the wrapping that marks secrets on the wire. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if (secretKey in value && "value" in value) return revealed(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]));
}

const isSecret = (value: object): value is { value: unknown } => secretKey in value && "value" in value;

function secretPaths(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (isSecret(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, path ? `${path}.${key}` : key));
}

/** What the vendor makes of it. */
function made(type: string, name: string): Record<string, unknown> {
  if (type === "render:index:KeyValue")
    return { connectionString: { [secretKey]: secretSign, value: "redis://red-1" } };
  if (type === "release:index:ProtectionBypass")
    return { secret: { [secretKey]: secretSign, value: "bypass-in-clear" } };
  if (type === "vercel:index/deployment:Deployment") return { url: `acme-${name}.vercel.app` };
  if (type.startsWith("render:")) return { url: `https://${name}.onrender.com`, deployId: `dep-${name}` };
  return {};
}

const secretSign = "1b47061264138c4ac30d75fd1eb44270";

export const ofType = (recorded: readonly Recorded[], type: string) =>
  recorded.filter((resource) => resource.type === type);
