import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../config/schema.ts";
import { judgeConfig } from "../policies/judge-config.ts";
import { findingText } from "../policies/verdict-text.ts";

/**
 * The rules that nobody may exempt, applied before anything is declared: a plain `pulumi up` runs no policy pack (D9).
 * A preview only warns, so that a pack, where one is loaded, judges the whole plan; an update stops with nothing changed.
 */
export function refuseUnsafe(config: StackConfig): void {
  const stack = pulumi.getStack();
  const violations = judgeConfig(config, stack).filter(({ level }) => level === "violation");
  if (violations.length === 0) return;
  const told = violations.map((finding) => `${finding.rule}: ${findingText(finding, { stack })}`).join("\n");
  if (!pulumi.runtime.isDryRun()) throw new pulumi.RunError(`Refused before any change:\n${told}`);
  void pulumi.log.warn(`An update will be refused:\n${told}`);
}
