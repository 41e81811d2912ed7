import { aliasesAssignAlias } from "@vercel/sdk/funcs/aliasesAssignAlias.js";
import { aliasesDeleteAlias } from "@vercel/sdk/funcs/aliasesDeleteAlias.js";
import { aliasesGetAlias } from "@vercel/sdk/funcs/aliasesGetAlias.js";
import { z } from "zod";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { VercelClient } from "../client.ts";
import { withoutSameTeam } from "../teams.ts";

const Inputs = z.strictObject({
  alias: z.string().min(1),
  deploymentId: z.string().min(1),
  teamId: z.string().min(1).optional(),
});
const State = z.object({ teamId: z.string().optional() });

/** A host name of one deployment. Another name or deployment replaces it. */
export const alias = defineResource<VercelClient>()({
  type: "vercel:index/alias:Alias",
  description: "An alias of a Vercel deployment.",
  inputs: Inputs,
  state: State,
  replaceOn: ["alias", "deploymentId", "teamId"],

  diff: (changes, { state }, want) => withoutSameTeam(changes, state.teamId, want),

  async create({ client, signal }, { alias: name, deploymentId, teamId }) {
    const scope = client.scope(teamId);
    const request = { ...scope, id: deploymentId, requestBody: { alias: name } };
    const { uid } = await client.ask(aliasesAssignAlias, request, signal);
    return { id: uid, state: scope };
  },

  async read({ client, signal }, id, known) {
    const [name = "", team] = id.split("/").toReversed();
    const scope = client.scope(known?.inputs.teamId ?? known?.state.teamId ?? team);
    const found = await client.find(aliasesGetAlias, { ...scope, idOrAlias: name }, signal);
    if (!found) return undefined;
    const { alias: host, deploymentId, uid } = found;
    const inputs = {
      alias: host,
      deploymentId: deploymentId ?? "",
      ...(known && known.inputs.teamId === undefined ? {} : scope),
    };
    return { id: uid, inputs, state: scope };
  },

  // Everything replaces it.
  update: async (_call, _id, { state }) => state,

  async delete({ client, signal }, id, { state }) {
    await client.find(aliasesDeleteAlias, { ...client.scope(state.teamId), aliasId: id }, signal);
  },
});
