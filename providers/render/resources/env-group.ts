import { z } from "zod";
import { PartialFailure } from "../../protocol/errors.ts";
import type { Call, Change, Found, Known, Resource } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { EnvGroup } from "../api/env-groups.ts";
import { RenderApiError } from "../api/errors.ts";
import { plainText } from "../api/plain-text.ts";
import { anyService, envKey, fileName } from "./inputs.ts";
import { applyTexts, differingKeys } from "./keyed-set.ts";
import { meantBy } from "./meant.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { storeInputs } from "./store-inputs.ts";
import { move, unfinishedReason } from "./store-life.ts";
import { begin, unfinishedName } from "./unfinished.ts";

export const EnvGroupInputs = z.strictObject({
  name: anyService.name.describe("Shown in the Dashboard; unique among the workspace's groups."),
  ownerId: anyService.ownerId.describe("Workspace that holds the group, `tea-…`. A change replaces the group."),
  env: z
    .record(envKey, z.string())
    .default({})
    .describe("Environment variables; all of them, so a key that stands only at Render is removed. Always secret."),
  secretFiles: z
    .record(fileName, z.string())
    .default({})
    .describe("Contents of secret files by name; all of them. Always secret."),
  environmentId: storeInputs.environmentId,
});
export type EnvGroupInputs = z.infer<typeof EnvGroupInputs>;

export const EnvGroupState = z.object({ envGroupId: z.string().describe("`evg-…`, for a service's `envGroups`.") });
export type EnvGroupState = z.infer<typeof EnvGroupState>;

type Asked = Call<RenderClient>;
const token = "render:index:EnvGroup";

/**
 * Environment variables and secret files that services share (S1.9). Services are linked by their own input `envGroups`; a
 * group never links or unlinks any. A change is sent key by key, starts no deploy, and reaches a service with its next one.
 * @see https://render.com/docs/configure-environment-variables (read 2026-11)
 */
export const envGroup = makeEnvGroup();

/** With another patience than the usual one, for tests. */
export function makeEnvGroup(patience: Patience = PATIENCE): Resource<RenderClient, EnvGroupInputs, EnvGroupState> {
  return {
    type: token,
    description: "Environment variables and secret files that services share.",
    inputs: EnvGroupInputs,
    state: EnvGroupState,
    secrets: ["env", "secretFiles"],
    replaceOn: ["ownerId"],
    deleteBeforeReplace: true,

    async create(call, want) {
      const { envGroups } = call.client;
      const making = {
        ...{ token, what: "env group" },
        named: (names: readonly string[]) => envGroups.named(want.ownerId, names, call),
        create: (name: string) => envGroups.create(createBody(name, want), valuesOf(want), call),
      };
      const { id } = await begin(call, making, want.name, patience);
      const group = await envGroups.find(id, call);
      if (!group) throw gone(id, call);
      return { id, state: await bring(call, group, want, []) };
    },

    async read(call, id, known): Promise<Found<EnvGroupInputs, EnvGroupState> | undefined> {
      if (!/^evg-[0-9a-z]+$/.test(id)) throw notAnId(id, call);
      const group = await call.client.envGroups.find(id, call);
      if (!group) return undefined;
      const unfinished = group.name === unfinishedName(call.urn);
      const faults = unfinished
        ? [`RENDER_UNFINISHED: env group ${id} was begun by a run that did not end\n  fix: pulumi up`]
        : [];
      return { inputs: observe(group, unfinished ? known : undefined), state: { envGroupId: id }, faults };
    },

    async update(call, id, _known, want, changes) {
      const group = await call.client.envGroups.find(id, call);
      if (!group) throw gone(id, call);
      return bring(call, group, want, changes);
    },

    async delete(call, id) {
      await call.client.envGroups.remove(id, call);
      call.client.groupsOfWorkspace.forget();
    },
  };
}

/** Sends what differs from what Render has; of a value only its key, so that nobody else's change is undone. */
async function bring(
  call: Asked,
  group: EnvGroup,
  want: EnvGroupInputs,
  changes: readonly Change[],
): Promise<EnvGroupState> {
  const { envGroups, groupsOfWorkspace } = call.client;
  const { id } = group;
  const have = observe(group);
  const meant = meantBy(changes);
  const sets = [
    ["env", envGroups.envVars],
    ["secretFiles", envGroups.secretFiles],
  ] as const;
  try {
    for (const [name, set] of sets) {
      const keys = differingKeys(have[name], want[name]).filter((key) => meant(name, key));
      await applyTexts(set, id, { have: have[name], want: want[name], keys }, call);
    }
    if (meant("environmentId")) await move(call, group, want.environmentId);
    // Its own name comes last: until then a run that follows a killed one finds it again.
    if (meant("name") && group.name !== want.name) await envGroups.rename(id, want.name, call);
    return { envGroupId: id };
  } catch (error) {
    throw new PartialFailure(id, { envGroupId: id }, [unfinishedReason(error, call, id)], { cause: error });
  } finally {
    groupsOfWorkspace.forget();
  }
}

function observe(group: EnvGroup, known?: Known<EnvGroupInputs, EnvGroupState>): EnvGroupInputs {
  return {
    name: known?.inputs.name ?? group.name,
    ownerId: group.ownerId,
    env: Object.fromEntries(group.envVars?.map(({ key, value }) => [key, value]) ?? []),
    secretFiles: Object.fromEntries(group.secretFiles?.map(({ name, content }) => [name, content]) ?? []),
    ...(group.environmentId && { environmentId: group.environmentId }),
  };
}

const createBody = (name: string, { ownerId, env, secretFiles, environmentId }: EnvGroupInputs) => ({
  ...{ name, ownerId, environmentId },
  envVars: Object.entries(env).map(([key, value]) => ({ key, value })),
  secretFiles: Object.entries(secretFiles).map(([file, content]) => ({ name: file, content })),
});

const valuesOf = ({ env, secretFiles }: EnvGroupInputs) => [...Object.values(env), ...Object.values(secretFiles)];

const gone = (id: string, { urn }: Asked) =>
  new RenderApiError({
    code: "RENDER_ENV_GROUP_GONE",
    what: `env group ${id} does not exist any more`,
    where: urn,
    fix: "pulumi refresh, then pulumi up makes a new one",
  });

const notAnId = (id: string, { urn, name }: Asked) =>
  new RenderApiError({
    code: "RENDER_NOT_AN_ENV_GROUP_ID",
    what: `${JSON.stringify(plainText(id, 80))} is not the id of an env group; expected evg-…`,
    where: urn,
    fix: `pulumi import ${token} ${name} evg-…`,
  });
