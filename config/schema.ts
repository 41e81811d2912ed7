import { z } from "zod";
import { app, render, vercel } from "./app.ts";
import { env, secrets } from "./env.ts";
import { frontend } from "./frontend.ts";
import { rollout } from "./rollout.ts";
import { alongOtherFaults, refuse } from "./rule.ts";
import { services } from "./services.ts";
import { smokeChecks } from "./smoke-checks.ts";
import { text } from "./text.ts";

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

/** The whole `cutover:` configuration of a stack. Each key is one section of `Pulumi.<stack>.yaml`. */
export const stackConfig = z
  .strictObject({ app, render, vercel, services, frontend, origins, env, rollout, smokeChecks, secrets })
  .superRefine(leaveTheFlagToTheRollout, alongOtherFaults);

/** All of it, checked, with defaults filled in. */
export type WholeConfig = z.output<typeof stackConfig>;
/** What of it may be passed around and shown: everything but the secrets. */
export type StackConfig = Omit<WholeConfig, "secrets">;

/** The flag's value is the rollout's output; a second one under env would get around the ladder (D4). */
function leaveTheFlagToTheRollout(value: unknown, ctx: z.core.$RefinementCtx): void {
  const parts = z
    .object({
      rollout: z.looseObject({ flag: z.string() }),
      env: z.looseObject({ frontend: z.record(z.string(), z.unknown()) }),
    })
    .safeParse(value).data;
  const flag = parts?.rollout.flag;
  if (flag !== undefined && flag in (parts?.env.frontend ?? {})) {
    refuse(ctx, ["env", "frontend", flag], "no value here: cutover:rollout sets this flag", { remove: true });
  }
}
