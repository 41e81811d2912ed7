import { vendorDeploys } from "./common-changes.ts";
import type { Changes, UnsafeVariant } from "./variant.ts";

const bypass = (title: string, value: unknown): UnsafeVariant => ({
  title: `sign-in switched off ${title}`,
  config: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": value },
  rule: "require-no-e2e-bypass",
});
const node = (title: string, config: Changes): UnsafeVariant => ({
  title,
  config,
  rule: "require-declared-node-version",
});
const withoutOldApi: Changes = {
  "rollout.percent": 100,
  "rollout.legacy.state": "removed",
  "frontend.skewProtection": undefined,
};

export const unsafeVercel: readonly UnsafeVariant[] = [
  node("a newer Node than the app's", { "frontend.nodeVersion": "22.x" }),
  node("an older Node than the app's", { "frontend.nodeVersion": "20.x", "frontend.engines": ">=22" }),
  node("an app that asks for another Node exactly", { "frontend.engines": "^24.1.0" }),
  {
    title: "a Node that ended long ago",
    config: { "frontend.nodeVersion": "18.x", "frontend.engines": "18.x" },
    rule: "disallow-ended-node-version",
  },
  {
    title: "a Node that ends next month",
    config: { "frontend.nodeVersion": "22.x", "frontend.engines": "22.x" },
    now: "2027-04-01T12:00:00Z",
    rule: "disallow-ended-node-version",
  },

  bypass("", 1),
  bypass("as true", true),
  bypass("as text", "yes"),
  bypass("with a space", "TRUE "),
  bypass("as false, which is some text as well", "false"),
  bypass("by a secret", { secret: "E2E_BYPASS" }),
  {
    title: "sign-in switched off in one deployment",
    resources: { "Deployment zero-twin": { "environment.NEXT_PUBLIC_E2E_BYPASS_AUTH": "1" } },
    rule: "require-no-e2e-bypass",
  },
  {
    title: "sign-in switched off at Vercel by another program",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        name: "bypass",
        properties: { key: "NEXT_PUBLIC_E2E_BYPASS_AUTH", value: "true", targets: ["preview", "production"] },
      },
    ],
    rule: "require-no-e2e-bypass",
  },

  {
    title: "sign-in switched off under a server's name",
    config: { "env.frontend.E2E_BYPASS_AUTH": 1 },
    rule: "require-no-e2e-bypass",
  },
  {
    title: "sign-in switched off in a list of variables",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables",
        name: "bypass",
        properties: { variables: [{ key: "NEXT_PUBLIC_E2E_BYPASS_AUTH", value: "1", targets: ["production"] }] },
      },
    ],
    rule: "require-no-e2e-bypass",
  },

  {
    title: "the production domain on a branch",
    resources: { "ProjectDomain app.twin-brains.example": { gitBranch: "develop" } },
    rule: "require-production-domain",
  },
  {
    title: "previews that everybody can open",
    resources: { "Project frontend": { "vercelAuthentication.deploymentType": "none" } },
    rule: "require-preview-protection",
  },
  {
    title: "previews that everybody can open, as declared",
    config: { "frontend.previewProtection": "none" },
    rule: "require-preview-protection",
  },
  {
    title: "previews of whose protection nothing is said",
    resources: { "Project frontend": { vercelAuthentication: undefined } },
    rule: "require-preview-protection",
  },
  {
    title: "a build of the frontend for every change of the backend",
    config: { ...vendorDeploys, "frontend.ignoreCommand": undefined },
    rule: "require-ignored-build-step",
  },
  {
    title: "the old API gone while old pages are open",
    config: withoutOldApi,
    rule: "require-skew-protection",
  },
];
