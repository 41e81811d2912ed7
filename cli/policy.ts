import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import pc from "picocolors";
import type { CheckOptions } from "./policy-check.ts";

/** `cutover policy …`: the rules, one of them, a judgement by all of them. */
export function register(program: Command): void {
  const policy = program.command("policy").description("the rules that guard a stack: docs/policies.md");

  policy
    .command("list")
    .description("every rule, with what it asks for")
    .option("--json", "as JSON, with all that is known of each", false)
    .addHelpText(
      "after",
      "\nExamples:\n  $ npx cutover policy list\n  $ npx cutover policy list --json | jq -r '.[].name'",
    )
    .action(async ({ json }: { json: boolean }) => {
      const { ruleCards } = await import("../judgement/rule-card.ts");
      const { drawList } = await import("./policy-rules.ts");
      const text = json ? JSON.stringify(ruleCards, undefined, 2) : drawList(ruleCards, width(), pc);
      process.stdout.write(`${text}\n`);
    });

  policy
    .command("explain")
    .description("one rule: what it asks for, why, what a violation does, whether it can be exempted")
    .argument("<rule>", "its name, such as require-health-check")
    .option("--json", "as JSON", false)
    .addHelpText("after", "\nExamples:\n  $ npx cutover policy explain require-explicit-origins")
    .action(async (name: string, { json }: { json: boolean }) => {
      const { ruleCard } = await import("../judgement/rule-card.ts");
      const { drawRule } = await import("./policy-rules.ts");
      const card = ruleCard(name);
      process.stdout.write(`${json ? JSON.stringify(card, undefined, 2) : drawRule(card, width(), pc)}\n`);
    });

  policy
    .command("check")
    .description("judge a stack by all rules: its plan, or a state that was exported")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod, or the one that the state is of")
    .option("--state <file>", "judge what `pulumi stack export` wrote, without an engine; - for standard input")
    .addOption(new Option("--json", "as JSON").conflicts(["sarif", "md"]))
    .addOption(new Option("--sarif", "as SARIF 2.1.0, for code scanning").conflicts(["json", "md"]))
    .addOption(new Option("--md", "as Markdown, for a comment").conflicts(["json", "sarif"]))
    .addHelpText("after", CHECK_HELP)
    .action(async (options: CheckOptions) => {
      const { check } = await import("./policy-check.ts");
      const { interruptible } = await import("./interruptible.ts");
      await interruptible((signal) => check(options, signal));
    });

  policy
    .command("docs")
    .description("the reference of all rules, in Markdown")
    .option("--write", "write it into docs/policies.md instead", false)
    .addHelpText("after", "\nExamples:\n  $ npx cutover policy docs --write     after a change of policies/")
    .action(async ({ write }: { write: boolean }) => {
      const { RULES_PAGE, rulesReference, withRules } = await import("../judgement/rules-reference.ts");
      const { ruleCards } = await import("../judgement/rule-card.ts");
      if (!write) return void process.stdout.write(`${rulesReference(ruleCards)}\n`);
      const page = fileURLToPath(new URL(`../${RULES_PAGE}`, import.meta.url));
      writeFileSync(page, withRules(readFileSync(page, "utf8")));
      process.stdout.write(`${RULES_PAGE} written\n`);
    });
}

const CHECK_HELP = `
Changes nothing. With the engine it previews the stack with this repository's pack, reads only what policies say, and
judges also by what becomes of each resource, which a pack does not see. A state needs neither engine nor passphrase.

Examples:
  $ npx cutover policy check --stack prod
  $ npx cutover policy check --stack prod --sarif > policies.sarif
  $ npx cutover policy check --state state.json --json | jq '.findings[].rule'
  $ pulumi stack export | npx cutover policy check --state -

Exit code: 0 nothing or advice only, 1 violations, 2 what was given cannot be used, 3 an error kept rules from judging,
130 interrupted.`;

const width = (): number => Math.max(40, Math.min(process.stdout.columns ?? 100, 110));
