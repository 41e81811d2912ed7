import { dayCount, daysLeft } from "../days-left.ts";
import type { Exemption } from "../levels.ts";
import type { Finding, JudgedResource } from "../rule.ts";
import { partsOfUrn } from "../urn.ts";

/** Whether an exemption is about a finding; a rule that nobody may exempt is not asked here. */
export function excuses(
  { rule, resource: pattern }: Exemption,
  finding: Pick<Finding, "rule" | "subject" | "urn">,
  resource?: Pick<JudgedResource, "name" | "urn">,
): boolean {
  if (rule !== finding.rule) return false;
  const urn = finding.urn ?? resource?.urn;
  const names = [finding.subject, resource?.name, urn, urn && partsOfUrn(urn).name].filter(
    (name) => name !== undefined,
  );
  return names.some(matcherOf(pattern));
}

/** `until 2026-12-31, 40 days left` */
export function untilText(until: string, now: Date): string {
  const days = daysLeft(until, now);
  if (days === 0) return `until ${until}, which is today`;
  const count = dayCount(Math.abs(days));
  return days > 0 ? `until ${until}, ${count} left` : `until ${until}, expired ${count} ago`;
}

/** `*` stands for any part; nothing else has a meaning of its own. */
function matcherOf(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*")) return (name) => name === pattern;
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (name) => expression.test(name);
}
