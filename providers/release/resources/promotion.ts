import { z } from "zod";
import { realPercent } from "../../../release/promotion/real.ts";
import type { Resource } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import { carryOut } from "./carry-out.ts";

const name = (what: string) => z.string().min(1).describe(what);

export const PromotionInputs = z.strictObject({
  teamId: name("Vercel team, `team_…`; left out, the token's own account.").optional(),
  projectId: name("Vercel project, `prj_…`."),
  project: name("Name of the Vercel project: evidence is kept under it."),
  flag: name("The environment variable that carries the percent."),
  deploymentId: name("The deployment that users shall get, `dpl_…`."),
  percent: z.int().min(0).max(100).describe("The percent that was built into it; the output `granted` of a rollout."),
});
export type PromotionInputs = z.output<typeof PromotionInputs>;

export const PromotionState = z.object({
  percent: z.int().min(-1).max(100).describe("What users get; -1 where nothing tells."),
});
export type PromotionState = z.output<typeof PromotionState>;

/**
 * Gives users a deployment: production's domains, once it is built and checked (D7). It believes no program: what raises the
 * percent that users get needs a grant on record, recent and not overtaken, and the flag at Vercel must agree.
 * @see https://vercel.com/docs/deployments/promoting-a-deployment (read 2026-11)
 */
export const promotion: Resource<ReleaseClient, PromotionInputs, PromotionState> = {
  type: "release:index:Promotion",
  description: "The deployment that users get: production's domains, given by promoting it.",
  inputs: PromotionInputs,
  state: PromotionState,
  replaceOn: ["projectId", "teamId"],
  refreshBeforeUpdate: true,
  computed: () => ["percent"],
  predict: (_changes, _known, { percent }) => ({ percent }),

  create: async (call, want) => ({ id: `${want.projectId}/production`, state: await carryOut(call, want) }),
  update: (call, _id, _known, want) => carryOut(call, want),

  async read({ client, signal }, id, known) {
    if (!known) return undefined;
    const site = await client.site(known.inputs);
    const reality = await site.reality(signal);
    const { production } = reality;
    if (!production) return undefined;
    const percent = realPercent(reality) ?? -1;
    return { id, inputs: { ...known.inputs, deploymentId: production.id, percent }, state: { percent } };
  },

  // Users keep what they have: there is nothing to take away.
  delete: async () => {},
};
