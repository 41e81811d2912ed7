import * as pulumi from "@pulumi/pulumi";

export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** Records what a component declares, in order, in place of an engine. `run` awaits everything it set in motion. */
export async function record(run: () => unknown): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        recorded.push({ type, name, inputs: revealed(inputs) as Record<string, unknown> });
        return { id: `${name}-id`, state: { ...inputs, ...(type === "render:index:WebService" ? deployed : {}) } };
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

const deployed = { url: "https://api.onrender.com", deployId: "dep-1" };

export const ofType = (recorded: readonly Recorded[], type: string) =>
  recorded.filter((resource) => resource.type === type);
