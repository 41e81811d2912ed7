import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { webServices } from "../subjects/web-services.ts";
import { known } from "../unknown.ts";

/** Without one, Render sends traffic to a process that has merely opened its port (S0.1). */
export const requireHealthCheck = rule({
  name: "require-health-check",
  description: "A web service has a health check path, so that only an instance that answers on it gets traffic.",
  requirements: ["S0.1", "S0.6"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: webServices,

  judge({ name, healthCheckPath }, stack, violation) {
    const path = known(healthCheckPath, "healthCheckPath");
    if (path === null || path === "")
      violation(
        `${name}: healthCheckPath is not set; expected a path that only a healthy instance answers, such as /health`,
        `pulumi config set --path cutover:services.api.healthCheckPath /health${onStack(stack)}`,
      );
  },
});
