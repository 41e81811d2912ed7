import { z } from "zod";
import type { StackFacts } from "./facts.ts";
import type { Finding, Level, Rule } from "./rule.ts";

/** A violation that somebody has decided to live with, until a day. */
export interface Exemption {
  readonly rule: string;
  /** The name that the rule's messages begin with, the resource's name in Pulumi, or its URN; `*` for any part of it. */
  readonly resource: string;
  readonly reason: string;
  /** The last day, `YYYY-MM-DD`, in UTC. */
  readonly until: string;
}

/** What a stack's configuration says of the rules (`cutover:policy`). */
export interface PolicySettings {
  readonly levels: Readonly<Record<string, Level>>;
  readonly exemptions: readonly Exemption[];
}

const Settings = z.object({
  levels: z.record(z.string(), z.enum(["mandatory", "advisory", "disabled"])).catch({}),
  exemptions: z
    .array(z.object({ rule: z.string(), resource: z.string(), reason: z.string(), until: z.iso.date() }))
    .catch([]),
});

/** The settings of a stack; where they cannot be read none, which is the stricter reading. */
export const settingsOf = ({ section }: Pick<StackFacts, "section">): PolicySettings => {
  const { data } = Settings.safeParse({ levels: {}, exemptions: [], ...Object(section("policy")) });
  return data ?? { levels: {}, exemptions: [] };
};

/** What a violation of a rule does in a stack. What guards safety has one level. */
export const levelOf = (
  { name, neverExempt, level = "mandatory" }: Pick<Rule<never>, "name" | "neverExempt" | "level">,
  { levels }: PolicySettings,
): Level => (neverExempt ? "mandatory" : Object.hasOwn(levels, name) ? (levels[name] ?? level) : level);

/** A finding, and what becomes of it. */
export interface Verdict {
  readonly finding: Finding;
  readonly level: Exclude<Level, "disabled">;
  /** Why a violation does not refuse the change, where an exemption says so. */
  readonly exemption?: Exemption;
}
