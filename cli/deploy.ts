import { type Command, InvalidArgumentError, Option } from "commander";
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
    .addOption(
      new Option(
        "--only-way-back",
        "take users back where the stack's file declares less than they have, and nothing else",
      )
        .conflicts("acceptDrift")
        .default(false),
    )
    .option(
      "--base <commit>",
      "with --only-way-back: what the branch had before; what declares no less takes nobody back",
    )
    .option("--json", "the outcome as JSON, and nothing else on standard output", false)
    .addHelpText("after", HELP)
    .action(async (options: DeployOptions) => {
      const { interruptible } = await import("./interruptible.ts");
      const deploy = options.onlyWayBack
        ? (await import("./deploy-way-back.ts")).deployWayBack
        : (await import("./deploy-stack.ts")).deployStack;
      await interruptible((signal) => deploy(options, signal));
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

With --only-way-back nothing is previewed or applied: where the stack's file declares less than users have, they go back to
it at once, as by npx cutover rollback, whatever else is under way. It needs VERCEL_API_TOKEN and the stack's file alone.

Examples:
  $ npx cutover deploy --stack prod
  $ npx cutover deploy --stack prod --accept-drift "the first deployment of this stack"
  $ npx cutover deploy --stack prod --only-way-back --base HEAD~1

Exit code: 0 deployed; 1 refused, 2 what was given cannot be used, 3 it could not be judged: nothing was changed; 4 the
update failed on its way, or users are not back; 130 interrupted.`;
