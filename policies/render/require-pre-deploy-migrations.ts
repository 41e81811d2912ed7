import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { secretInCommand } from "../secrets/command-secrets.ts";
import type { ShellCommand } from "../shell-commands.ts";
import { type RenderService, renderServices } from "../subjects/render-services.ts";
import { migrationsIn, withoutMigrations } from "./migration-commands.ts";
import { keyOf, serviceKey } from "./service-key.ts";
import { textOf } from "./text-of.ts";

const WHEN = {
  buildCommand: "while it is built, whether or not the build succeeds",
  startCommand: "each time an instance starts, on all of them at once",
  dockerCommand: "each time an instance starts, on all of them at once",
} as const;

/** The one moment between a build that succeeded and a version that serves. */
export const requirePreDeployMigrations = rule({
  name: "require-pre-deploy-migrations",
  description:
    "Migrations run in the pre-deploy command: once, after the build has succeeded and before the new version starts.",
  reason:
    "A migration in the build command changes the production schema although the build may fail afterwards, and does so once for each service that shares the command. In the start command it runs at every restart and on all instances at the same time. A pre-deploy command that fails stops the deploy, and the old version goes on serving.",
  pages: ["https://render.com/docs/deploys#pre-deploy-command"],
  requirements: ["S1.11", "S4.2"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge(service, stack, violation) {
    if (!stack.production) return;
    for (const input of ["buildCommand", "startCommand", "dockerCommand"] as const) {
      const line = textOf(service.inputs[input], input);
      const [migration] = migrationsIn(line);
      if (migration)
        violation(
          `${service.name}: ${input} runs a migration${programOf(migration)} ${WHEN[input]}; expected it in preDeployCommand`,
          howToMove(stack, service, input, line),
          keyOf(stack, service, input),
        );
    }
    const line = textOf(service.inputs.preDeployCommand, "preDeployCommand");
    const [goesOn, by = ""] = GOES_ON.exec(line) ?? [];
    if (goesOn === undefined || migrationsIn(line).length === 0) return;
    const key = keyOf(stack, service, "preDeployCommand");
    violation(
      `${service.name}: preDeployCommand goes on when its migration fails (|| ${by}); expected the failure to stop the deploy`,
      secretInCommand(line) ? `take || ${by} out of ${key}` : setKey(stack, key, line.replace(goesOn, "")),
      key,
    );
  },
});

/** What makes a success of every failure before it. */
const GOES_ON = /\s*\|\|\s*(true|:|exit 0|echo)(?:(?<=echo)\b[^;&|]*)?(?=\s*(?:$|[;&|)'"]))/;

/** Enough to find the place by; the rest of a command may hold what nobody should read. */
const programOf = ({ words }: ShellCommand): string => {
  const program = words.find((word) => /^[\w./-]+$/.test(word) && word.length <= 40);
  return program === undefined ? "" : ` (${program} …)`;
};

function howToMove(stack: StackFacts, service: RenderService, input: string, line: string): string {
  const key = keyOf(stack, service, input);
  const to = serviceKey("api", "preDeployCommand");
  const parts = withoutMigrations(line);
  if (!parts || stack.section("services") === undefined || secretInCommand(line))
    return `move the migration from ${key} to ${to}`;
  return `${setKey(stack, to, parts.migrations)} && ${setKey(stack, key, parts.rest)}`;
}
