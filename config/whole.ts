import { z } from "zod";
import { backendRoles } from "./env.ts";
import { refuse } from "./rule.ts";

const Section = z.record(z.string(), z.unknown()).optional().catch(undefined);
const Whole = z.looseObject({
  deploys: z.unknown().optional(),
  vercel: z.unknown().optional(),
  frontend: z.unknown().optional(),
  origins: z.unknown().optional(),
  rollout: Section,
  services: z.record(z.string(), Section).optional().catch(undefined),
  env: z.record(z.string(), Section).catch({}),
  smokeChecks: z.array(Section).catch([]),
});
type Whole = z.output<typeof Whole>;

/** The rules between sections: what one section names, another one has; two ways to deploy are not mixed (D13). */
export function fitTogether(value: unknown, ctx: z.core.$RefinementCtx): void {
  const whole = Whole.safeParse(value).data;
  if (!whole) return;
  haveWhatAFrontendNeeds(whole, ctx);
  takeOutputsThatExist(whole, ctx);
  deployInOneWay(whole, ctx);
  leaveTheFlagToTheRollout(whole, ctx);
  lookAtServicesThatExist(whole, ctx);
}

/** Where something needs the frontend, its absence is the one fault, and not what needs it. */
function haveWhatAFrontendNeeds({ frontend, vercel, rollout, env, services, smokeChecks }: Whole, ctx: Ctx): void {
  const has = (variables: Readonly<Record<string, unknown>> | undefined) => Object.keys(variables ?? {}).length > 0;
  const needed = vercel || rollout || has(env.frontend) || smokeChecks.some((check) => check?.target === "frontend");
  if (frontend && !vercel) refuse(ctx, ["vercel"], "the Vercel team that owns the frontend");
  if (!frontend && needed) refuse(ctx, ["frontend"], "the Vercel project");
  for (const role of backendRoles)
    if (services && !services[role] && has(env[role]))
      refuse(ctx, ["env", role], `no variables without cutover:services.${role}`, { remove: true });
}

const Output = z.looseObject({ output: z.string() });

/** `{ output: queue.url }` of a stack without a queue would only fail while the program runs. */
function takeOutputsThatExist({ services, frontend, origins, env }: Whole, ctx: Ctx): void {
  const missing: Readonly<Record<string, string | false>> = {
    "queue.url": services !== undefined && !services.queue && "cutover:services.queue",
    "frontend.url": !frontend && "cutover:frontend",
    origins: origins === undefined && "cutover:origins",
  };
  for (const [side, variables] of Object.entries(env))
    for (const [name, source] of Object.entries(variables ?? {})) {
      const output = Output.safeParse(source).data?.output ?? "";
      const lacks = Object.hasOwn(missing, output) ? missing[output] : false;
      if (lacks)
        refuse(ctx, ["env", side, name, "output"], `an output of this stack, which has no ${lacks}`, { edit: true });
    }
}

/** Whoever else deploys makes the stack's own deploys a matter of luck. */
function deployInOneWay({ deploys, services }: Whole, ctx: Ctx): void {
  const byVendor = deploys === "vendor";
  for (const [name, service] of Object.entries(services ?? {})) {
    const said = service?.autoDeploy;
    if (said === undefined || (byVendor ? said !== "off" : said === "off")) continue;
    const expected = byVendor
      ? "checksPass or commit, because cutover:deploys is vendor"
      : "off, because cutover:deploys is not vendor";
    refuse(ctx, ["services", name, "autoDeploy"], expected, { remove: true });
  }
}

/** The flag's value is the rollout's output; a second one under env would get around the ladder (D4). */
function leaveTheFlagToTheRollout({ rollout, env }: Whole, ctx: Ctx): void {
  const flag = rollout?.flag;
  if (typeof flag === "string" && flag in (env.frontend ?? {})) {
    refuse(ctx, ["env", "frontend", flag], "no value here: cutover:rollout sets this flag", { remove: true });
  }
}

const OnRender = z.looseObject({ service: z.string() }).optional().catch(undefined);
const Measures = z.array(z.looseObject({ renderLogs: OnRender, renderMetrics: OnRender }).catch({})).catch([]);

/** A gate about a worker that the stack does not have could never be judged. */
function lookAtServicesThatExist({ services, rollout }: Whole, ctx: Ctx): void {
  if (!services) return;
  const there = backendRoles.filter((role) => services[role]);
  for (const list of ["gates", "rollbackWhen"])
    for (const [index, measure] of Measures.parse(rollout?.[list] ?? []).entries())
      for (const source of ["renderLogs", "renderMetrics"] as const) {
        const { service } = measure[source] ?? {};
        if (!backendRoles.some((role) => role === service && !services[role])) continue;
        const path = ["rollout", list, index, source, "service"];
        refuse(ctx, path, `a service of this stack: ${there.join(", ")}`, { suggest: there[0] ?? "api" });
      }
}

type Ctx = z.core.$RefinementCtx;
