import { untilText } from "./exemptions/excuse.ts";
import type { StackFacts } from "./facts.ts";
import type { Verdict } from "./levels.ts";
import type { Finding } from "./rule.ts";

/** What is wrong, where in the stack's file, how to repair it, and why it is put up with. */
export function verdictText({ finding, exemption }: Verdict, stack: Pick<StackFacts, "stack" | "now">): string {
  const exempted = exemption ? [`  exempted ${untilText(exemption.until, stack.now)}: ${exemption.reason}`] : [];
  return [findingText(finding, stack), ...exempted].join("\n");
}

/** The same without levels and exemptions. */
export function findingText({ message, at, fix }: Finding, { stack }: Pick<StackFacts, "stack">): string {
  const where = at && stack ? [`  at Pulumi.${stack}.yaml → ${at}`] : [];
  return [message, ...where, `  fix: ${fix}`].join("\n");
}
