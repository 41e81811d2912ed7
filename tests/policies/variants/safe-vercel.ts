import { vendorDeploys } from "./common-changes.ts";
import type { Variant } from "./variant.ts";

const engines = (written: string): Variant => ({
  title: `an app that asks for Node ${written}`,
  config: { "frontend.engines": written },
});

export const safeVercel: readonly Variant[] = [
  engines("20"),
  engines("^20.11.0"),
  engines(">=20 <21"),
  { title: "the next Node", config: { "frontend.nodeVersion": "22.x", "frontend.engines": "22.x" } },
  { title: "the Node after it", config: { "frontend.nodeVersion": "24.x", "frontend.engines": "^24.4.0" } },
  { title: "sign-in that is not switched off", config: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 0 } },
  { title: "the same as nothing", config: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": "" } },
  {
    title: "sign-in switched off in previews alone",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        name: "bypass",
        properties: { key: "NEXT_PUBLIC_E2E_BYPASS_AUTH", value: "1", targets: ["preview"] },
      },
    ],
  },
  { title: "the same as text", config: { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": "0" } },
  { title: "a build of the frontend for its own files", config: vendorDeploys },
  {
    title: "commands of the frontend's own",
    config: { "frontend.buildCommand": "npm run build", "frontend.installCommand": "npm ci" },
  },
  {
    title: "a domain that leads to another",
    config: { "frontend.domains.1": "www.twin-brains.example" },
    resources: { "ProjectDomain www.twin-brains.example": { redirect: "app.twin-brains.example" } },
  },
  {
    title: "the old API gone, old pages kept on theirs",
    config: { "rollout.percent": 100, "rollout.legacy.state": "removed", "frontend.skewProtection": "12 hours" },
  },
];
