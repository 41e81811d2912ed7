import { isDeepStrictEqual } from "node:util";
import { type Image, wholePath } from "./image.ts";

/** How one input stands in the API. */
interface Field {
  /** Its place in the bodies of POST and PATCH. */
  readonly path: readonly string[];
  /** A change takes effect only with the next deploy. */
  readonly deploys: boolean;
  /** What Render has where the input is left out; sent to bring that back. None where the schema fills in a default. */
  readonly absent?: unknown;
  /** One spelling for values that Render takes for the same. */
  readonly normal?: (value: unknown) => unknown;
  /** Its form in bodies, where that is another than the input's. `before` is what Render has. */
  readonly sent?: (inputs: Inputs, before: Inputs) => unknown;
}
type Inputs = Readonly<Record<string, unknown>>;

const words =
  (change: (value: string) => string) =>
  (value: unknown): unknown =>
    typeof value === "string" ? change(value) : value;
/** `./backend/` and `backend` are one folder; the root is empty. */
const folder = words((path) =>
  path
    .replace(/^(\.\/)+/, "")
    .replace(/\/+$/, "")
    .replace(/^\.$/, ""),
);
const isImage = (value: unknown): value is Image => typeof value === "object" && value !== null && "path" in value;
const filter = (value: unknown) =>
  typeof value === "object" && value !== null ? { paths: [], ignoredPaths: [], ...value } : value;

/**
 * The inputs that PATCH changes, for every kind of service. Not here: `ownerId` and `region` (only at creation),
 * `numInstances`, `suspended`, `notifyOnFail`, `env`, `secretFiles`, `envGroups` (calls of their own).
 */
export const fields = {
  name: { path: ["name"], deploys: false },
  repo: { path: ["repo"], deploys: true, normal: words((url) => url.replace(/\/$/, "").replace(/\.git$/, "")) },
  branch: { path: ["branch"], deploys: true },
  rootDir: { path: ["rootDir"], deploys: true, absent: "", normal: folder },
  // Sent without `autoDeploy`, which mirrors it.
  autoDeployTrigger: { path: ["autoDeployTrigger"], deploys: false },
  buildFilter: { path: ["buildFilter"], deploys: false, absent: { paths: [], ignoredPaths: [] }, normal: filter },
  runtime: { path: ["serviceDetails", "runtime"], deploys: true },
  image: {
    path: ["image"],
    deploys: true,
    normal: (value) => (isImage(value) ? { ...value, path: wholePath(value.path) } : value),
    // The path goes out whole, digest and all. A credential that is left out would stay; an empty one takes it away.
    sent: ({ ownerId, image }, before) =>
      isImage(image) && {
        ownerId,
        imagePath: image.path,
        registryCredentialId:
          image.registryCredentialId ?? (isImage(before.image) && before.image.registryCredentialId ? "" : undefined),
      },
  },
  plan: { path: ["serviceDetails", "plan"], deploys: true },
  schedule: {
    path: ["serviceDetails", "schedule"],
    deploys: false,
    normal: words((cron) => cron.trim().split(/\s+/).join(" ")),
  },
  healthCheckPath: { path: ["serviceDetails", "healthCheckPath"], deploys: true, absent: "" },
  preDeployCommand: { path: ["serviceDetails", "preDeployCommand"], deploys: true, absent: "" },
  maxShutdownDelaySeconds: { path: ["serviceDetails", "maxShutdownDelaySeconds"], deploys: true, absent: 30 },
  previewGeneration: { path: ["serviceDetails", "previews", "generation"], deploys: false },
  buildCommand: { path: ["serviceDetails", "envSpecificDetails", "buildCommand"], deploys: true, absent: "" },
  startCommand: { path: ["serviceDetails", "envSpecificDetails", "startCommand"], deploys: true, absent: "" },
  dockerfilePath: {
    path: ["serviceDetails", "envSpecificDetails", "dockerfilePath"],
    deploys: true,
    absent: "./Dockerfile",
    normal: words((path) => folder(path || "Dockerfile") as string),
  },
  dockerContext: {
    path: ["serviceDetails", "envSpecificDetails", "dockerContext"],
    deploys: true,
    absent: ".",
    normal: folder,
  },
  dockerCommand: { path: ["serviceDetails", "envSpecificDetails", "dockerCommand"], deploys: true, absent: "" },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as readonly FieldName[];
export const isField = (name: string): name is FieldName => Object.hasOwn(fields, name);

const ofField = (name: FieldName): Field => fields[name];

/** Whether Render takes both values of an input for the same. `undefined` is the input left out. */
export function sameValue(name: FieldName, one: unknown, other: unknown): boolean {
  const { absent, normal = (value) => value } = ofField(name);
  return isDeepStrictEqual(normal(one ?? absent), normal(other ?? absent));
}

/** What a running instance was given at its start, and a running one never sees change. */
const givenAtStart: readonly string[] = ["env", "secretFiles", "envGroups"];

export const needsDeploy = (name: string): boolean =>
  givenAtStart.includes(name) || (isField(name) && ofField(name).deploys);

/** A request body with these inputs in their places; those left out are sent as what Render has without them. */
export function bodyOf(names: Iterable<FieldName>, inputs: Inputs, before: Inputs = {}): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const { path, absent, sent } = ofField(name);
    put(body, path, sent ? sent(inputs, before) : (inputs[name] ?? absent));
  }
  return body;
}

/** Sets a member at any depth, making the objects on the way. */
export function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...(target[first] as Record<string, unknown> | undefined) };
  target[first] = inner;
  put(inner, rest, value);
}
