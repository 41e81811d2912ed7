import { setKey } from "../config-command.ts";
import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { productionEnvironments } from "../subjects/production-environments.ts";
import { known } from "../unknown.ts";

/** Production's credentials are the environment's: who reaches it without a second person has them all (D14, D15). */
export const requireEnvironmentReviewers = rule({
  name: "require-environment-reviewers",
  description:
    "A deployment to production waits for somebody else's approval, without exception for administrators, and comes from named branches.",
  reason:
    "A workflow on any branch can name the environment and with it gets production's credentials. Reviewers, and branches that only a reviewed merge can change, are what keeps one stolen account or one careless push from being a deployment. An environment that nobody declares is made by GitHub at its first use, without any protection.",
  pages: ["https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments"],
  requirements: ["S0.3", "S1.11"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: productionEnvironments,

  judge({ name, declared, ...environment }, stack, violation) {
    const path = `cutover:environments.${name}`;
    const askSomebody = `${setKey(stack, `${path}.reviewers.teams[0]`, "TEAM_ID")} (gh api orgs/ORG/teams/SLUG --jq .id)`;
    if (!declared) {
      violation(
        `${name}: there is no such environment; expected one with reviewers, that only named branches deploy to`,
        `${setKey(stack, `${path}.branches[0]`, "main")} && ${askSomebody}`,
        path,
      );
      return;
    }
    if (known(environment.reviewers, "reviewers") === 0)
      violation(`${name}: nobody has to approve a deployment; expected reviewers`, askSomebody, `${path}.reviewers`);
    else if (known(environment.preventsSelfReview, "preventSelfReview") !== true)
      violation(
        `${name}: who starts a deployment may approve it; expected somebody else`,
        setKey(stack, `${path}.selfReview`, false),
        `${path}.selfReview`,
      );
    if (known(environment.adminsBypass, "canAdminsBypass") !== false)
      violation(
        `${name}: administrators deploy without approval; expected canAdminsBypass: false`,
        `set canAdminsBypass to false in ${name}, then pulumi up${onStack(stack)}`,
        path,
      );
    if (!known(environment.limitsBranches, "deploymentBranchPolicy"))
      violation(
        `${name}: any branch may deploy; expected named branches (deploymentBranchPolicy)`,
        setKey(stack, `${path}.branches[0]`, "main"),
        `${path}.branches`,
      );
    for (const [index, branch] of environment.branches.entries())
      if (!/[^*?/[\]]/.test(branch))
        violation(
          `${name}: the pattern ${show(branch)} lets any branch deploy; expected the name of a branch`,
          setKey(stack, `${path}.branches[${index}]`, "main"),
          `${path}.branches[${index}]`,
        );
  },
});
