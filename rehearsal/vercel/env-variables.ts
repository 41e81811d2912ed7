import { createHash } from "node:crypto";
import { z } from "zod";
import { ApiError, badRequest } from "./api-error.ts";
import type { Environment, EnvVariable, Project } from "./entities.ts";
import type { Store } from "./store.ts";

export const Target = z.enum(["production", "preview", "development"]);
const Targets = z.union([z.array(Target), Target.transform((one) => [one])]).nullish();

const fields = {
  value: z.string(),
  type: z.enum(["sensitive", "encrypted", "plain", "system"]),
  gitBranch: z.string().max(250).nullish(),
  comment: z.string().max(1000).optional(),
  customEnvironmentIds: z.array(z.string()).nullish(),
  /** The Terraform provider sends it, always null. */
  decrypted: z.null().optional(),
  /** What the CLI says beside the type; the type decides. */
  visibility: z.enum(["secret", "config", "public"]).optional(),
};
const Key = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "may only contain letters, digits and `_`, and no digit first");

/** A variable to be made. */
export const EnvCreate = z.strictObject({ key: Key, target: Targets.transform((given) => given ?? []), ...fields });
/** A change of one; what is left out stays. */
export const EnvPatch = z.strictObject({ key: Key, target: Targets, ...fields }).partial();

export type EnvRequest = z.output<typeof EnvCreate>;

/** Makes a variable, or with `upsert` changes the one of the same key, targets and branch. Throws the vendor's conflict. */
export function putEnv(store: Store, project: Project, request: EnvRequest, upsert: boolean): EnvVariable {
  requireValid(project, request);
  const other = conflicting(project, request);
  if (other && !upsert) throw conflict(other, request);
  const now = store.now();
  const variable: EnvVariable = other ?? {
    id: store.ids.next("env", 16),
    createdAt: now,
    ...wanted(request),
    updatedAt: now,
  };
  if (other) Object.assign(other, wanted(request), { updatedAt: now });
  project.env.set(variable.id, variable);
  project.updatedAt = now;
  return variable;
}

/** Changes a variable; the result must not meet another one. */
export function changeEnv(
  store: Store,
  project: Project,
  variable: EnvVariable,
  patch: z.output<typeof EnvPatch>,
): void {
  const { target, customEnvironmentIds, ...others } = withoutUndefined(patch);
  const request = {
    ...variable,
    ...others,
    target: target ?? variable.target,
    customEnvironmentIds: customEnvironmentIds ?? variable.customEnvironmentIds,
  };
  if (variable.type === "sensitive" && patch.type && patch.type !== "sensitive")
    throw badRequest("You cannot change the type of a Sensitive Environment Variable");
  requireValid(project, request);
  const other = conflicting(project, request, variable.id);
  if (other) throw conflict(other, request);
  Object.assign(variable, wanted(request), { updatedAt: store.now() });
}

/** What a build for an environment gets; of a preview also what is meant for its branch, which wins. */
export function envForBuild(
  project: Project,
  environment: Environment | { readonly customId: string },
  branch?: string,
): Record<string, string> {
  const here = [...project.env.values()].filter(({ target, customEnvironmentIds }) =>
    typeof environment === "string"
      ? target.includes(environment)
      : customEnvironmentIds.includes(environment.customId),
  );
  const general = here.filter(({ gitBranch }) => !gitBranch);
  const special = here.filter(({ gitBranch }) => gitBranch && gitBranch === branch);
  return Object.fromEntries([...general, ...special].map(({ key, value }) => [key, value]));
}

/** A variable as the API tells it. Sensitive values never leave; encrypted ones only when decryption was asked for. */
export function envAnswer(
  variable: Omit<EnvVariable, "customEnvironmentIds"> & { readonly customEnvironmentIds: readonly string[] },
  userId: string,
  decrypt = false,
): Record<string, unknown> {
  const { id, key, value, type, target, gitBranch, comment, createdAt, updatedAt } = variable;
  const shown = { sensitive: "", encrypted: decrypt ? value : sealed(variable), plain: value, system: value }[type];
  return {
    id,
    key,
    value: shown,
    type,
    target,
    ...(gitBranch ? { gitBranch } : {}),
    ...(comment === undefined ? {} : { comment }),
    configurationId: null,
    contentHint: null,
    customEnvironmentIds: variable.customEnvironmentIds,
    createdAt,
    updatedAt,
    createdBy: userId,
    updatedBy: null,
    decrypted: type === "plain" || (type === "encrypted" && decrypt),
  };
}

const withoutUndefined = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const wanted = ({
  key,
  value,
  type,
  target,
  customEnvironmentIds,
  gitBranch,
  comment,
}: Omit<EnvRequest, "decrypted" | "visibility">) => ({
  key,
  value,
  type,
  target: [...new Set(target)],
  customEnvironmentIds: customEnvironmentIds ?? [],
  gitBranch: gitBranch ?? undefined,
  comment,
});

type Place = Pick<EnvRequest, "target" | "customEnvironmentIds" | "gitBranch">;

function requireValid(
  { environments }: Project,
  { type, target, customEnvironmentIds: custom, gitBranch }: Place & Pick<EnvRequest, "type">,
) {
  if (target.length + (custom?.length ?? 0) === 0) throw badRequest("`target` must contain at least one environment");
  for (const id of custom ?? []) if (!environments.has(id)) throw badRequest(`There is no custom environment ${id}`);
  if (type === "sensitive" && target.includes("development"))
    throw badRequest("You cannot set a Sensitive Environment Variable's target to development.");
  if (gitBranch && target.some((environment) => environment !== "preview"))
    throw badRequest("`gitBranch` can only be set for variables whose only target is preview");
}

function conflicting(project: Project, request: Place & Pick<EnvRequest, "key">, except?: string) {
  return [...project.env.values()].find(
    ({ id, key, target, customEnvironmentIds, gitBranch }) =>
      id !== except &&
      key === request.key &&
      (gitBranch ?? "") === (request.gitBranch ?? "") &&
      (target.some((environment) => request.target.includes(environment)) ||
        customEnvironmentIds.some((one) => request.customEnvironmentIds?.includes(one))),
  );
}

function conflict(other: EnvVariable, { key, target, gitBranch }: Pick<EnvRequest, "key" | "target" | "gitBranch">) {
  return new ApiError(
    400,
    "ENV_CONFLICT",
    `A variable with the name \`${key}\` already exists for the target ${target.join(",")} on branch ${gitBranch ?? "undefined"}`,
    { key, envVarKey: key, envVarId: other.id, target, ...(gitBranch ? { gitBranch } : {}) },
  );
}

/** Stands for ciphertext: says nothing about the value, and is another one when the value is. */
function sealed({ id, value }: Pick<EnvVariable, "id" | "value">): string {
  const c = createHash("sha256").update(`${id}\n${value}`).digest("base64");
  return Buffer.from(JSON.stringify({ v: "v2", c, i: id })).toString("base64");
}
