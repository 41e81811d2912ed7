import { untilText } from "../policies/exemptions/excuse.ts";
import type { StackFacts } from "../policies/facts.ts";
import type { Verdict } from "../policies/levels.ts";
import type { ToldFinding } from "./report.ts";

/** A verdict that was reached in this process. */
export function toldOf({ finding, level, exemption }: Verdict, { now }: Pick<StackFacts, "now">): ToldFinding {
  const { rule, severity, message, fix, at, urn } = finding;
  const exempted = exemption && `exempted ${untilText(exemption.until, now)}: ${exemption.reason}`;
  return { rule, severity, level, message, fix, at, urn, exempted };
}

/** The lines in which the pack tells a verdict to the engine: policies/verdict-text.ts, held together by a test. */
const TEXT =
  /^(?<message>[\s\S]*?)(?:\n {2}at \S+ → (?<at>[^\n]+))?\n {2}fix: (?<fix>[\s\S]*?)(?:\n {2}(?<exempted>exempted [^\n]*))?$/;

/** The same from the text in which a pack tells it; the text of another pack is taken as it is. */
export function partsOf(text: string): Pick<ToldFinding, "message" | "fix" | "at" | "exempted"> {
  const { message, fix, at, exempted } = TEXT.exec(text.trimEnd())?.groups ?? {};
  return { message: message ?? text.trim(), fix: fix ?? "see the policy pack that says so", at, exempted };
}
