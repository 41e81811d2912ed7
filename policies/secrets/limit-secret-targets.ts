import { rule } from "../rule.ts";
import { vercelSecrets } from "../subjects/vercel-secrets.ts";
import { targetsOf } from "./targets.ts";

/** A preview runs the code of whoever opened a pull request, with whatever variables it is given (S1.10). */
export const limitSecretTargets = rule({
  name: "limit-secret-targets",
  description: "Production's secrets at Vercel are for Production only, not for previews and developers' machines.",
  reason:
    "A preview deployment runs code that nobody has approved yet, and vercel env pull writes development's variables onto laptops. With production's secrets in either, one pull request or one lost laptop reaches production's data.",
  pages: ["https://vercel.com/docs/environment-variables"],
  requirements: ["S1.10", "S2.3"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: vercelSecrets,

  judge({ name, ofProduction, ...setting }, stack, violation) {
    if (!stack.production || !ofProduction) return;
    const others = targetsOf(setting).filter((target) => target !== "production");
    if (others.length === 0) return;
    violation(
      `${name}: holds a secret of production and is also for ${others.join(", ")}; expected production only`,
      `set targets: ["production"] where the program declares ${name}, and give ${others.join(", ")} a secret of their own`,
    );
  },
});
