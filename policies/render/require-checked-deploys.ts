import { removeKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { renderServices } from "../subjects/render-services.ts";
import { autoDeployOf } from "./auto-deploy.ts";
import { keyOf } from "./service-key.ts";

/** A push is deployed by whoever the stack names, and not before its checks have passed (D13). */
export const requireCheckedDeploys = rule({
  name: "require-checked-deploys",
  description:
    "Render deploys a commit by itself only where the stack leaves that to it, and only once its checks pass.",
  reason:
    "With autoDeploy commit, a push is in production while its tests still run, and a red result comes after the users. Where this stack deploys, a service that Render deploys beside it undoes rollbacks and mixes commits that were never released together.",
  pages: ["https://render.com/docs/deploys"],
  requirements: ["S0.1", "S0.5", "S1.14"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge(service, stack, violation) {
    const { name, inputs } = service;
    const trigger = autoDeployOf(inputs);
    const key = keyOf(stack, service, "autoDeployTrigger");
    if (stack.section("deploys") !== "vendor") {
      if (trigger !== "off")
        violation(
          `${name}: Render deploys it by itself (${trigger}), although cutover:deploys is release; expected off`,
          removeKey(stack, key),
          key,
        );
    } else if (stack.production && trigger !== "off" && trigger !== "checksPass")
      violation(
        `${name}: Render deploys each commit at once, before its checks have passed; expected checksPass in production`,
        removeKey(stack, key),
        key,
      );
  },
});
