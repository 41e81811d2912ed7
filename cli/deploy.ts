import { type Command, InvalidArgumentError } from "commander";
import type { DeployOptions } from "./deploy-stack.ts";

/** `cutover deploy`: applies what was reviewed, and nothing else. */
export function register(program: Command): void {
  program
    .command("deploy")
    .description("apply the plan that was reviewed in the pull request, and nothing else (docs/pull-requests.md)")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option(
      "--accept-drift <reason>",
      "apply a plan that differs from the reviewed one, or that nobody reviewed",
      reason,
    )
    .option("--json", "the outcome as JSON, and nothing else on standard output", false)
    .addHelpText("after", HELP)
    .action(async (options: DeployOptions) => {
      const { deployStack } = await import("./deploy-stack.ts");
      const { interruptible } = await import("./interruptible.ts");
      await interruptible((signal) => deployStack(options, signal));
    });
}

function reason(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length > 0 && line.length <= 500) return line;
  throw new InvalidArgumentError("Expected a reason in a sentence, at most 500 characters.");
}

const HELP = `
Previews the stack with the policy pack, finds the pull request whose merge made the commit that is here, and compares the
plan with the one that cutover preview recorded there: operations, inputs, diff paths, secrets by keyed hashes. Applied is
exactly that plan, or what is left to do of it. Needs GITHUB_TOKEN and GITHUB_REPOSITORY, which GitHub Actions set.
A plan that only takes users back is applied at once: neither GitHub nor policies are asked. The reason of --accept-drift
goes into the stack's history and the job's summary; policies hold all the same.

Examples:
  $ npx cutover deploy --stack prod
  $ npx cutover deploy --stack prod --accept-drift "the first deployment of this stack"

Exit code: 0 deployed; 1 refused, 2 what was given cannot be used, 3 it could not be judged: nothing was changed; 4 the
update failed on its way; 130 interrupted.`;
