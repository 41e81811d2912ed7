import { rule } from "../rule.ts";
import { actionsSecrets } from "../subjects/actions-secrets.ts";
import { isProductionCredential } from "./production-credentials.ts";

/** A pull request's code never meets a production credential (D15): what a repository holds, its workflows can read. */
export const disallowSecretsForForks = rule({
  name: "disallow-secrets-for-forks",
  description:
    "Production's credentials are secrets of its environment, not of the repository or the organisation, where any workflow reads them.",
  reason:
    "A workflow that runs for pull requests of forks with the base's rights (pull_request_target, workflow_run) gets every secret of the repository, and so does a workflow that anybody with write access adds on a branch. One line of a stranger's code then sends them away. An environment's secrets are only given to a deployment that was approved.",
  pages: [
    "https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/",
    "https://docs.github.com/en/actions/reference/security/secure-use",
  ],
  requirements: ["S0.2", "S0.3"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: actionsSecrets,

  judge({ name, owner }, _stack, violation) {
    if (isProductionCredential(name))
      violation(
        `${name}: every workflow of the ${owner} can read it; expected a secret of the environment production`,
        `gh secret set ${name} --env production && gh secret delete ${name}${owner === "organisation" ? " --org ORG" : ""}`,
      );
  },
});
