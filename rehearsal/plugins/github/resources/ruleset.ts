import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { UserError } from "../../../../providers/protocol/errors.ts";
import { defineResource } from "../../../../providers/protocol/resource.ts";
import type { GitHubClient } from "../client.ts";
import { partsOf } from "../import-id.ts";
import { RulesetInputs } from "./ruleset-inputs.ts";
import { inputsOf, RulesetAnswer, requestOf } from "./ruleset-request.ts";

const State = z.object({ etag: z.string(), nodeId: z.string(), rulesetId: z.number() });

/** A ruleset of a repository. Only another repository replaces it. */
export const ruleset = defineResource<GitHubClient>()({
  type: "github:index/repositoryRuleset:RepositoryRuleset",
  description: "A ruleset of a GitHub repository.",
  inputs: RulesetInputs,
  state: State,
  replaceOn: ["repository"],

  // What is left out and what is written out as GitHub's default ask for the same.
  diff: (changes, { inputs }, want) =>
    isDeepStrictEqual(requestOf(inputs), requestOf(want)) && inputs.repository === want.repository ? [] : changes,

  async create({ client, signal }, want) {
    await client.writable(want.repository, signal);
    const made = await client
      .ask("POST", client.at(want.repository, "rulesets"), requestOf(want), signal)
      .catch((error: unknown) => {
        if (!(error instanceof UserError) || error.code !== "GITHUB_422") throw error;
        const importing = `pulumi import ${ruleset.type} <name> ${want.repository}:<the number at the end of its address>`;
        throw new UserError(error.code, `${error.message}\n  fix: where it exists already: ${importing}`, {
          cause: error,
        });
      });
    const answer = RulesetAnswer.parse(made);
    return { id: String(answer.id), state: stateOf(answer) };
  },

  async read({ client, signal }, id, known) {
    const [repository = "", number = ""] = known
      ? [known.inputs.repository, id]
      : partsOf(id, "repository", "ruleset id");
    const found = await client.find("GET", client.at(repository, "rulesets", number), signal);
    if (!found) return undefined;
    const answer = RulesetAnswer.parse(found);
    const live = inputsOf(repository, answer);
    const same = known && isDeepStrictEqual(requestOf(live), requestOf(known.inputs));
    return { id: String(answer.id), inputs: same ? known.inputs : live, state: stateOf(answer) };
  },

  async update({ client, signal }, id, _known, want) {
    await client.writable(want.repository, signal);
    return stateOf(
      RulesetAnswer.parse(await client.ask("PUT", client.at(want.repository, "rulesets", id), requestOf(want), signal)),
    );
  },

  async delete({ client, signal }, id, { inputs: { repository } }) {
    await client.find("DELETE", client.at(repository, "rulesets", id), signal);
  },
});

const stateOf = ({ id, node_id: nodeId }: z.output<typeof RulesetAnswer>) => ({ etag: "", nodeId, rulesetId: id });
