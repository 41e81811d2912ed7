import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import type { z } from "zod";
import { PLACEHOLDERS } from "../../../policies/unknown.ts";
import { release } from "../../../providers/release/provider.ts";
import { render } from "../../../providers/render/provider.ts";

/** A resource as the engine would hand it to the pack: checked inputs, and what it is at the end. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly protect: boolean;
  readonly dependsOn: readonly string[];
}

/** Whether everything exists already, or nothing does: then what vendors make up is unknown. */
export type Phase = "running" | "first preview";

/** Text that a preview cannot know, as it travels. */
const [LATER = ""] = PLACEHOLDERS as ReadonlySet<string>;

let runs = 0;

/**
 * Runs the real program in the engine's place: what it declares for a configuration, in the order in which it does.
 * @param sections the stack's configuration by section, as its file has it, secrets in clear
 */
export async function declaredResources(
  stack: string,
  sections: Readonly<Record<string, unknown>>,
  phase: Phase,
): Promise<DeclaredResource[]> {
  await pulumi.runtime.setMocks(mocksFor(phase), "cutover", stack, true);
  const declared = recordedBy(pulumi.runtime.getMonitor() as unknown as MockMonitor);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(sections).map(([name, value]) => [`cutover:${name}`, asDelivered(value)])),
  );
  // The program reads its configuration when it is loaded, so that each run needs a module of its own.
  const program = "repository" in sections ? "repository" : "app";
  runs += 1;
  // The library takes a stack for each of its promises, and source maps make that a third of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const module = `${fileURLToPath(new URL(`../../../stacks/${program}.ts`, import.meta.url))}?run=${runs}`;
    const outputs: unknown = await import(/* @vite-ignore */ module);
    await Promise.all(Object.values(outputs ?? {}).map(settled));
    await pulumi.runtime.disconnect();
    return declared;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Pulumi delivers text as it is, everything else as JSON. */
const asDelivered = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const settled = (value: unknown): Promise<unknown> | undefined =>
  pulumi.Output.isInstance(value) ? (value as unknown as { promise(): Promise<unknown> }).promise() : undefined;

type Answer = Parameters<MockMonitor["registerResource"]>[1];

/** Keeps what the mock monitor throws away: dependencies, protection, and what is unknown. */
function recordedBy(monitor: MockMonitor): DeclaredResource[] {
  const declared: DeclaredResource[] = [];
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, answer: Answer) =>
    register(request, (error: Error | undefined, response: RegisterResourceResponse | undefined) => {
      if (response && request.getCustom()) declared.push(declaredBy(request, response));
      answer(error, response);
    });
  return declared;
}

function declaredBy(request: RegisterResourceRequest, response: RegisterResourceResponse): DeclaredResource {
  const type = request.getType();
  const inputs = checked(type, revealed(request.getObject()?.toJavaScript() ?? {}));
  const made = revealed(response.getObject()?.toJavaScript() ?? {});
  return {
    type,
    name: request.getName(),
    urn: response.getUrn(),
    inputs,
    outputs: { ...inputs, ...made },
    protect: request.getProtect() ?? false,
    dependsOn: request.getDependenciesList(),
  };
}

function mocksFor(phase: Phase): pulumi.runtime.Mocks {
  const known = phase === "running";
  return {
    newResource: ({ type, name, inputs }) => {
      const made = Object.entries(madeByVendor(type, name, inputs));
      const state = Object.fromEntries(made.map(([key, value]) => [key, known ? value : LATER]));
      return { id: known ? `${name}-id` : undefined, state: { ...inputs, ...state } };
    },
    call: () => ({}),
  };
}

/** What only the vendor knows, once it exists. */
function madeByVendor(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type === "render:index:KeyValue" || type === "render:index:Postgres")
    return { connectionString: pulumi.secret(`redis://red-${name}:6379`) };
  if (type.startsWith("render:index:")) return { url: `https://${inputs.name}.onrender.com`, deployId: `dep-${name}` };
  if (type === "release:index:Rollout") return { granted: inputs.percent, commit: "c0ffee", retired: false };
  if (type === "release:index:ProtectionBypass") return { secret: pulumi.secret("bypass-of-the-project") };
  if (type === "vercel:index/deployment:Deployment") return { url: `twin-brains-${name}.vercel.app` };
  return {};
}

/** Our own providers' Check adds defaults; the rollout's also says what a change comes to, here that nothing changes. */
function checked(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const resource = [...render.resources, ...release.resources].find((one) => `${one.type}` === type);
  const schema = resource?.inputs as z.ZodType | undefined;
  const filled = schema?.safeParse(known(inputs)).data;
  const judged = type === "release:index:Rollout" ? { decision: { outcome: "hold", reasons: [], codes: [] } } : {};
  return { ...(typeof filled === "object" ? filled : {}), ...judged, ...inputs };
}

/** With some text where a value is not known yet: a schema looks at its form. */
function known(value: unknown): unknown {
  if (value === LATER) return "later";
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
}

const SECRET = "4dabf18193072939515e22adb298388d";

/** Without the wrapping that marks secrets on the wire. */
function revealed<Value>(value: Value): Value {
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== "object" || one === null) return one;
    if (SECRET in one && "value" in one) return walk(one.value);
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as Value;
}
