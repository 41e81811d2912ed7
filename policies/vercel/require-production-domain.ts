import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { productionDomains } from "../subjects/production-domains.ts";

/** What users type has to lead to what was promoted (S1.2). */
export const requireProductionDomain = rule({
  name: "require-production-domain",
  description: "In production a Vercel project has a domain or alias of its own that shows what was promoted.",
  reason:
    "Without a domain of its own a project is reached under addresses that Vercel makes up, one per deployment: users keep an old one, origins do not match, and a promotion or rollback moves nothing that anybody looks at. A domain that only redirects or shows a branch is no way to production either.",
  pages: [
    "https://vercel.com/docs/domains/working-with-domains/add-a-domain",
    "https://vercel.com/docs/deployments/promoting-a-deployment",
  ],
  requirements: ["S1.2", "S1.15"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: productionDomains,

  judge({ name, domains, others }, stack, violation) {
    if (!stack.production || domains.length > 0) return;
    const found =
      others.length > 0
        ? `${others.map(show).join(", ")} ${others.length === 1 ? "leads" : "lead"} elsewhere, and no domain shows production`
        : "no domain or alias shows production";
    violation(
      `${name}: ${found}; expected at least one, without a redirect or a branch`,
      setKey(stack, "cutover:frontend.domains[0]", stack.domains[0] ?? "app.example.com"),
      "cutover:frontend.domains",
    );
  },
});
