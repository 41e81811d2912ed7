import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { webServices } from "../subjects/web-services.ts";
import { serviceKey } from "./service-key.ts";
import { textOf } from "./text-of.ts";

/** Without one, Render sends traffic to a process that has merely opened its port (S0.1). */
export const requireHealthCheck = rule({
  name: "require-health-check",
  description: "A web service has a health check path, so that only an instance that answers on it gets traffic.",
  reason:
    "Without a health check path, Render takes an open port for a healthy service. A version that starts but cannot reach its database then replaces the one that worked, and every request fails until somebody rolls back.",
  pages: ["https://render.com/docs/health-checks"],
  requirements: ["S0.1", "S0.6"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: webServices,

  judge({ name, healthCheckPath }, stack, violation) {
    if (textOf(healthCheckPath, "healthCheckPath") === "")
      violation(
        `${name}: healthCheckPath is not set; expected a path that only a healthy instance answers, such as /health`,
        setKey(stack, serviceKey("api", "healthCheckPath"), "/health"),
        serviceKey("api", "healthCheckPath"),
      );
  },
});
