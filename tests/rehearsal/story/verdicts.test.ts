import { expect, it } from "vitest";
import { verdictsIn } from "../../../rehearsal/story/verdicts.ts";

const printed = `Policies:
    ❌ cutover@v0.1.0 (local: policies)
        - [advisory] [severity: low]  disallow-ended-node-version  (vercel:index:Project: frontend)
          twin-brains: Node "20.x" has had no security fixes since 2026-04-30
            fix: pulumi config set --path cutover:frontend.nodeVersion 24.x --stack prod
        - [mandatory] [severity: critical]  require-explicit-origins  (render:index:WebService: api)
          twin-brains-api: ALLOWED_ORIGINS contains "*": any web page could call the API
            at Pulumi.prod.yaml → cutover:origins[0]
            fix: pulumi config set --path 'cutover:origins[0]' https://app.example --stack prod
        - [mandatory] [severity: high]  require-health-check  (render:index:WebService: api)
          twin-brains-api: healthCheckPath is not set

error: preview failed
`;

it("reads what refuses a change from the engine's output, with its repair, and leaves advice out", () => {
  expect(verdictsIn(printed)).toEqual([
    {
      rule: "require-explicit-origins",
      message: 'twin-brains-api: ALLOWED_ORIGINS contains "*": any web page could call the API',
      fix: "pulumi config set --path 'cutover:origins[0]' https://app.example --stack prod",
    },
    { rule: "require-health-check", message: "twin-brains-api: healthCheckPath is not set", fix: "" },
  ]);
});
