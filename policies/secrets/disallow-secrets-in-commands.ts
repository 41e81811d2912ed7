import { setSource } from "../env/set-variable.ts";
import { onStack, type StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { commands } from "../subjects/commands.ts";
import { secretInArguments, secretInCommand } from "./command-secrets.ts";

/** A command is shown in the vendor's dashboard, in the build's log and in the list of processes (S1.9). */
export const disallowSecretsInCommands = rule({
  name: "disallow-secrets-in-commands",
  description: "No build, start, deploy or gate command holds a secret; it names the variable that does.",
  reason:
    "A command is no place that anybody protects: it stands in the repository, in the vendor's dashboard and API, in the first line of the build's log, and in the list of processes. Whoever may look at a failed build can use the secret.",
  pages: ["https://cwe.mitre.org/data/definitions/214.html", "https://render.com/docs/configure-environment-variables"],
  requirements: ["S1.9"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "notice",
  subjects: commands,

  judge({ name, what, command, side, at }, stack, violation) {
    const found = typeof command === "string" ? secretInCommand(command) : secretInArguments(command);
    if (found === undefined) return;
    violation(
      `${name}: ${what} ${found} in clear text; expected a reference such as $NAME to a variable`,
      fixOf(side, at()?.slice("cutover:".length) ?? what, stack),
      at(),
    );
  },
});

function fixOf(side: "backend" | "frontend" | undefined, place: string, stack: StackFacts): string {
  if (side === undefined)
    return `let ${place} read it from the environment in which it runs, with a new value from its vendor: Git's history keeps this one`;
  const set = `pulumi config set --secret --path cutover:secrets.NAME${onStack(stack)}`;
  return `${set} && ${setSource(stack, side, "NAME", { secret: "NAME" })}, and $NAME in ${place} (with a new value from its vendor: Git's history keeps this one)`;
}
