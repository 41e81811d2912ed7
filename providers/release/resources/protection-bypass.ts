import { z } from "zod";
import { UserError } from "../../protocol/errors.ts";
import type { Resource } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";

export const ProtectionBypassInputs = z.strictObject({
  teamId: z.string().min(1).optional().describe("Vercel team, `team_…`; left out, the token's own account."),
  projectId: z.string().min(1).describe("Vercel project, `prj_…`."),
});
export type ProtectionBypassInputs = z.output<typeof ProtectionBypassInputs>;

export const ProtectionBypassState = z.object({
  secret: z.string().describe("For the header `x-vercel-protection-bypass`."),
});
export type ProtectionBypassState = z.output<typeof ProtectionBypassState>;

/** Lets the stack's own checks reach a staged deployment, whose address Deployment Protection closes by default. */
export const protectionBypass: Resource<ReleaseClient, ProtectionBypassInputs, ProtectionBypassState> = {
  type: "release:index:ProtectionBypass",
  description: "A secret that lets a stack's own checks through Vercel's Deployment Protection.",
  inputs: ProtectionBypassInputs,
  state: ProtectionBypassState,
  secrets: ["secret"],
  replaceOn: ["projectId", "teamId"],

  async create({ client, signal }, want) {
    const secret = await (await client.bypass(want)).ensure(signal);
    return { id: `${want.projectId}/protection-bypass`, state: { secret } };
  },
  async read({ client, signal }, id, known) {
    if (!known) return undefined;
    const secret = await (await client.bypass(known.inputs)).find(signal).catch(goneOrThrow);
    return secret === undefined ? undefined : { id, inputs: known.inputs, state: { secret } };
  },
  update: async (_call, _id, { state }) => state,
  async delete({ client, signal }, _id, { inputs, state }) {
    await (await client.bypass(inputs)).revoke(state.secret, signal).catch(goneOrThrow);
  },
};

function goneOrThrow(error: unknown): undefined {
  if (error instanceof UserError && error.code === "VERCEL_NOT_FOUND") return undefined;
  throw error;
}
