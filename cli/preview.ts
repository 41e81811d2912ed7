import { type Command, Option } from "commander";
import type { ApprovedOptions } from "./preview-approved.ts";
import type { ProjectOptions } from "./preview-project.ts";
import type { RehearseOptions } from "./preview-rehearse.ts";
import type { PreviewOptions } from "./preview-tell.ts";

/** `cutover preview`: what a change would do, judged; and whether a pull request's program may be previewed. */
export function register(program: Command): void {
  const preview = program
    .command("preview")
    .enablePositionalOptions()
    .description("what a change does to a stack, judged: the plan, policies, gates (docs/pull-requests.md)")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--base <ref>", "the commit that the change is compared with, such as origin/main")
    .option(
      "--config-from <commit>",
      "take the stack's configuration from this commit, as data, and run the program that is here",
    )
    .addOption(new Option("--json", "as JSON").conflicts(["sarif", "md"]))
    .addOption(new Option("--sarif", "what policies say, as SARIF 2.1.0").conflicts(["json", "md"]))
    .addOption(new Option("--md", "as Markdown, as the comment has it").conflicts(["json", "sarif"]))
    .option("--out <folder>", "write review.json, policies.sarif and comment.md into it as well")
    .option("--comment", "write the comment and the check run at GitHub", false)
    .option("--pull <number>", "the pull request; else that of the workflow's event")
    .option("--check <name>", "the check run's name, as the ruleset requires it", "preview")
    .addOption(
      new Option(
        "--rehearse",
        "in a rehearsal, without any credential: the program that is here, after --base (or HEAD)",
      )
        .default(false)
        .conflicts(["comment", "configFrom"]),
    )
    .option("--state-projection <file>", "with --rehearse: how far the stack really is; what preview project printed")
    .addHelpText("after", HELP)
    .action(async (options: PreviewOptions & RehearseOptions, command: Command) => {
      const { interruptible } = await import("./interruptible.ts");
      if (options.rehearse) {
        const { previewRehearsed } = await import("./preview-rehearse.ts");
        return interruptible((signal) => previewRehearsed(options, signal));
      }
      if (options.stateProjection !== undefined)
        command.error("error: --state-projection is for a rehearsal: add --rehearse", { exitCode: 2 });
      const { previewStack } = await import("./preview-stack.ts");
      await interruptible((signal) => previewStack(options, signal));
    });

  preview
    .command("project")
    .description("what of an exported state may be shown to a pull request's own code, for preview --rehearse")
    .option("--state <file>", "what pulumi stack export wrote; - for standard input", "-")
    .addHelpText("after", PROJECT_HELP)
    .action(async (options: ProjectOptions) => {
      const { projectState } = await import("./preview-project.ts");
      process.exitCode = await projectState(options);
    });

  preview
    .command("approved")
    .description("whether code owners approved the program of a pull request, exactly as it stands (D15)")
    .requiredOption("--commit <id>", "the commit that would be previewed with credentials")
    .option("--pull <number>", "the pull request; else the open one whose newest commit it is")
    .option("--json", "as JSON", false)
    .option("--github-output", "print pull=… and base=… where it is approved, for $GITHUB_OUTPUT", false)
    .addHelpText("after", APPROVED_HELP)
    .action(async (options: ApprovedOptions) => {
      const { previewApproved } = await import("./preview-approved.ts");
      process.exitCode = await previewApproved(options);
    });
}

const HELP = `
Changes nothing at a vendor. What the engine says is read through a pipe; nothing raw of it is kept, and secrets stay
masked. A change that only takes users back is not held up by policies; one that loosens levels or exemptions is judged with
the base's until an owner of policies/ has approved its commit. With --comment it needs GITHUB_TOKEN and GITHUB_REPOSITORY,
which GitHub Actions set; the plan is recorded with the commit, for cutover deploy. An engine that has not ended after ten
minutes is stopped.

Examples:
  $ npx cutover preview --stack prod --base origin/main
  $ npx cutover preview --stack prod --base "$BASE" --config-from "$HEAD" --pull 42 --comment
  $ npx cutover preview --json | jq '.plan.changes[].name'
  $ npx cutover preview --rehearse --base origin/main      needs no credential: for forks, and before you push

Exit code: 0 it passes, 1 it is refused, 2 what was given cannot be used, 3 it could not be judged or GitHub took no
check run, 130 interrupted.`;

const APPROVED_HELP = `
Asks GitHub: which of the changed files are program, say who decrypts, or loosen the rules, whose they are by CODEOWNERS of
the default branch, and who approved exactly this commit. Membership of teams is asked with CUTOVER_MEMBERS_TOKEN where it is set, else with GITHUB_TOKEN.

Examples:
  $ npx cutover preview approved --commit "$(git rev-parse HEAD)" --pull 42
  $ npx cutover preview approved --commit "$HEAD" --github-output >> "$GITHUB_OUTPUT"

Exit code: 0 approved, 1 not approved, with the reasons on standard error; 2 what was given cannot be used, 3 GitHub could
not be asked. With --github-output 0 also where it is not approved: a workflow looks at what was printed.`;

const PROJECT_HELP = `
Prints types, names, a list of settings (plan, region, instances …) and how far the rollout is, as JSON: nothing that is a
variable's value, an address, a command or a secret. It needs neither engine nor passphrase.

Examples:
  $ pulumi stack export --stack prod | npx cutover preview project > projection.json
  $ npx cutover preview --rehearse --state-projection projection.json

Exit code: 0 printed, 2 it is no state.`;
