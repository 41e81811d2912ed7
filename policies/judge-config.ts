import { factsOf } from "./facts.ts";
import { neverExempt } from "./never-exempt.ts";
import type { Finding } from "./rule.ts";
import type { JudgedConfig } from "./rules.ts";

/** A stack's parsed configuration, as far as rules read it. */
export interface ConfigToJudge extends JudgedConfig {
  readonly app: { readonly environment: string };
  readonly baseline?: unknown;
}

/**
 * What the never-exempt rules find in the configuration itself. A plain `pulumi up` loads no policy pack, so the
 * program calls this before it declares anything and refuses to go on when there is a violation.
 *
 * @param stack The stack's name, for the commands that fix a finding; without it they act on the selected stack.
 */
export function judgeConfig(config: ConfigToJudge, stack?: string): readonly Finding[] {
  const facts = factsOf(stack, (key) => Reflect.get(config, key));
  const findings = neverExempt.flatMap((rule) => rule.judgeConfig(config, facts));
  // What services share is found in each of them; one command repairs it for all, so it is told once.
  return [...new Map(findings.toReversed().map((one) => [`${one.rule}\n${one.fix}`, one])).values()].toReversed();
}
