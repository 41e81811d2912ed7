import type { UnsafeVariant } from "./variant.ts";

const exemption = {
  rule: "require-graceful-shutdown",
  resource: "twin-brains-worker",
  reason: "the worker has no jobs over ten seconds",
  until: "2026-12-31",
};
const short = { "services.worker.maxShutdownDelaySeconds": 30 };

const exempt = (title: string, changes: Partial<typeof exemption>): UnsafeVariant => ({
  title,
  config: { ...short, "policy.exemptions": [exemption, { ...exemption, ...changes }] },
  rule: "require-valid-exemptions",
});

export const unsafeExemptions: readonly UnsafeVariant[] = [
  {
    title: "an exemption that is over",
    config: { ...short, "policy.exemptions": [{ ...exemption, until: "2026-11-20" }] },
    rule: "require-valid-exemptions",
    onlyByPack: true,
  },
  {
    ...exempt("an exemption from a rule that does not exist", { rule: "require-gracefull-shutdown" }),
    onlyByPack: true,
  },
  exempt("an exemption from a rule that has none", { rule: "require-explicit-origins" }),
  {
    title: "a rule that guards safety made advice",
    config: { "policy.levels": { "require-no-e2e-bypass": "advisory" } },
    rule: "require-valid-exemptions",
  },
  {
    title: "a rule that guards safety switched off, and what it guards",
    config: { "policy.levels": { "disallow-clear-text-secrets": "disabled" } },
    rule: "require-valid-exemptions",
  },
  {
    title: "the level of a rule that does not exist",
    config: { "policy.levels": { "require-healthcheck": "advisory" } },
    rule: "require-valid-exemptions",
    onlyByPack: true,
  },
];
