import type { Report, StackFile, ToldFinding } from "../../judgement/report.ts";

/** A stack's file as somebody wrote it. */
export const file: StackFile = {
  stack: "prod",
  name: "Pulumi.prod.yaml",
  text: `# Production
config:
  cutover:app:
    environment: production
  cutover:origins:
    - https://app.example.com
    - "*"
  cutover:services:
    worker: {name: worker, plan: starter}
  cutover:env:
    backend:
      A.B: one
`,
};

/** A finding as it is told; tests say what they are about. */
export const found = (of: Partial<ToldFinding> = {}): ToldFinding => ({
  rule: "require-health-check",
  severity: "high",
  level: "mandatory",
  message: "api: healthCheckPath is not set",
  fix: "pulumi config set --path cutover:services.api.healthCheckPath /health --stack prod",
  ...of,
});

/** A report of these findings. */
export const reportOf = (...findings: readonly ToldFinding[]): Report => ({
  stack: "prod",
  judged: "preview",
  file,
  findings,
  resources: 25,
  errors: [],
});
