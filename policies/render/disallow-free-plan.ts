import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { renderServices } from "../subjects/render-services.ts";
import { isFree } from "./plan.ts";
import { serviceKey } from "./service-key.ts";

/** A free service sleeps when nobody calls it, and is restarted whenever Render likes. */
export const disallowFreePlan = rule({
  name: "disallow-free-plan",
  description: "A service in production has a paid plan, so that it does not sleep and has what a release needs.",
  reason:
    "A free service is stopped after 15 minutes without a request, so the next user waits for about a minute, and the workspace's free hours can run out before the month does. It has neither a pre-deploy command nor a second instance, and Render may restart it at any time.",
  pages: ["https://render.com/docs/free"],
  requirements: ["S0.1", "S1.1"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge({ name, section, inputs }, stack, violation) {
    if (stack.production && isFree(inputs))
      violation(
        `${name}: the plan is free, and a free service sleeps when nobody calls it; expected a paid plan in production`,
        setKey(stack, serviceKey(section, "plan"), "starter"),
        serviceKey(section, "plan"),
      );
  },
});
