import { z } from "zod";
import { app, deploys, render, vercel } from "./app.ts";
import { baseline } from "./baseline.ts";
import { deployWindows } from "./deploy-windows.ts";
import { env, secrets } from "./env.ts";
import { frontend } from "./frontend.ts";
import { incident } from "./incident.ts";
import { policy } from "./policy.ts";
import { releaseGates } from "./release-gates.ts";
import { rollout } from "./rollout/rollout.ts";
import { alongOtherFaults } from "./rule.ts";
import { services } from "./services.ts";
import { smokeChecks } from "./smoke-checks.ts";
import { text } from "./text.ts";
import { fitTogether } from "./whole.ts";

/**
 * Browser origins that may call the API. Only their form as text is judged here: what is safe to allow is a matter
 * of policy, whose verdict names the rule and the resource.
 */
const origins = z
  .array(
    text(/^[^\s,]+$/, {
      expected: "one origin, without spaces and commas",
      description: "An origin",
      examples: ["https://app.twin-brains.example"],
      rewrite: (written) => written.trim() || undefined,
    }),
  )
  .min(1)
  .meta({ title: "Origins", description: "The browser origins that may call the API (S1.5)" });

/** A release that changes more than one thing cannot tell which of them broke (S0.4). */
const singleChange = z.boolean().default(false).meta({
  title: "Single change",
  description: "Whether one release may change only one thing: a service, the frontend, or the rollout (S0.4)",
});

/**
 * The whole `cutover:` configuration of a stack. Each key is one section of `Pulumi.<stack>.yaml`. A stack without a
 * frontend has no vercel, frontend, origins and rollout (S0.1).
 */
export const stackConfig = z
  .strictObject({
    app,
    deploys,
    render,
    vercel: vercel.exactOptional(),
    services,
    frontend: frontend.exactOptional(),
    origins: origins.exactOptional(),
    env,
    baseline,
    rollout: rollout.exactOptional(),
    releaseGates,
    smokeChecks,
    policy,
    incident: incident.exactOptional(),
    deployWindows: deployWindows.exactOptional(),
    singleChange,
    secrets,
  })
  .superRefine(fitTogether, alongOtherFaults);

/** All of it, checked, with defaults filled in. */
export type WholeConfig = z.output<typeof stackConfig>;
/** What of it may be passed around and shown: everything but the secrets. */
export type StackConfig = Omit<WholeConfig, "secrets">;
