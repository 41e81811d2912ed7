import { z } from "zod";
import type { Moment } from "./moment.ts";
import { idsIn } from "./resources.ts";
import type { RenderState } from "./state.ts";

const IpAllowList = z.array(z.object({ cidrBlock: z.string(), description: z.string() }));

/** An environment inside the body of a new project. */
export const EnvironmentInput = z.object({
  name: z.string().min(1),
  protectedStatus: z.enum(["unprotected", "protected"]).nullish(),
  networkIsolationEnabled: z.boolean().nullish(),
  ipAllowList: IpAllowList.nullish(),
});
/** Body of `POST /environments`. */
export const EnvironmentPost = EnvironmentInput.extend({ projectId: z.string() });
/** Body of `PATCH /environments/{id}`: what is left out stays. */
export const EnvironmentPatch = EnvironmentInput.partial();

/** A part of a project; its resources know that they are in it. */
export interface Environment {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly projectId: string;
  readonly ownerId: string;
  readonly createdAt: Moment;
  updatedAt: Moment;
  name: string;
  protectedStatus: "unprotected" | "protected";
  networkIsolationEnabled: boolean;
  ipAllowList: z.infer<typeof IpAllowList> | undefined;
}

export function addEnvironment(
  state: RenderState,
  { id: projectId, ownerId }: { readonly id: string; readonly ownerId: string },
  sent: z.infer<typeof EnvironmentInput>,
): Environment {
  const at = state.moments.next();
  const environment: Environment = {
    id: state.ids.next("evm"),
    sequence: state.nextSequence(),
    ...{ projectId, ownerId, createdAt: at, updatedAt: at },
    name: sent.name,
    protectedStatus: sent.protectedStatus ?? "unprotected",
    networkIsolationEnabled: sent.networkIsolationEnabled ?? false,
    ipAllowList: sent.ipAllowList ?? undefined,
  };
  state.environments.set(environment.id, environment);
  return environment;
}

/** Render's JSON of an environment. It tells no times. */
export const environmentJson = (state: RenderState, environment: Environment) => ({
  ...idsIn(state, environment.id),
  id: environment.id,
  ipAllowList: environment.ipAllowList,
  name: environment.name,
  networkIsolationEnabled: environment.networkIsolationEnabled,
  projectId: environment.projectId,
  protectedStatus: environment.protectedStatus,
});
