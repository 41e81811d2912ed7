import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { recordOf } from "../subjects/rollouts.ts";
import { rulesets } from "../subjects/rulesets.ts";
import { known, type PlainRecord } from "../unknown.ts";

/** A gate that whole groups walk around is none; who may is named, and comes through a pull request (D14). */
export const disallowOpenBypass = rule({
  name: "disallow-open-bypass",
  description:
    "Nobody passes by a ruleset because of a role or a key; who is named may, in a pull request, where it can be seen.",
  reason:
    "A bypass for administrators or for everybody with write access is used on the first bad evening, and then always. A direct push leaves neither a preview nor a review, and it deploys. A named team that may merge a pull request in an emergency leaves both the reason and the trace.",
  pages: [
    "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository",
  ],
  requirements: ["S0.3", "S1.4"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: rulesets,

  judge({ name, bypassActors }, stack, violation) {
    const list = known(bypassActors, "bypassActors");
    for (const [index, one] of (Array.isArray(list) ? list : []).entries()) {
      const actor = recordOf(known(one, `bypassActors[${index}]`));
      const type = String(known(actor.actorType ?? "", `bypassActors[${index}].actorType`));
      const mode = String(known(actor.bypassMode ?? "always", `bypassActors[${index}].bypassMode`));
      const who = whoIs(type, actor);
      if (NAMED.has(type) && isInPullRequest(mode)) continue;
      violation(
        NAMED.has(type)
          ? `${name}: ${who} passes by the ruleset without a pull request (${show(mode)}); expected bypassMode pull_request, or no bypass`
          : `${name}: ${who} may pass by the ruleset; expected nobody, or a named team in pull requests`,
        `take bypassActors[${index}] out of ${name}, then pulumi up${onStack(stack)}`,
        "cutover:mergeGate",
      );
    }
  },
});

/** Actors that are somebody in particular; the others are whoever has a role or a key. */
const NAMED: ReadonlySet<string> = new Set(["Team", "Integration", "User"]);

/** GitHub's spelling, and the one in Pulumi's description of the property. */
const isInPullRequest = (mode: string): boolean => mode === "pull_request" || mode === "pullRequest";

/** Ids of GitHub's own roles. */
const ROLES: Readonly<Record<number, string>> = {
  1: "everybody who may read",
  2: "everybody who may maintain",
  3: "everybody who may triage",
  4: "everybody who may write",
  5: "every administrator",
};

function whoIs(type: string, { actorId = null }: PlainRecord): string {
  const id = typeof actorId === "number" || typeof actorId === "string" ? Number(actorId) : 0;
  switch (type) {
    case "RepositoryRole":
      return ROLES[id] ?? "everybody with a role of the repository";
    case "OrganizationAdmin":
      return "every owner of the organisation";
    case "EnterpriseOwner":
      return "every owner of the enterprise";
    case "DeployKey":
      return "every deploy key";
    default:
      return NAMED.has(type) ? `${type} ${id || ""}`.trim() : "somebody";
  }
}
