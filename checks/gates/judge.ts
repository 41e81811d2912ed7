import type { Verdict } from "../verdict.ts";
import { type Answer, type Facts, holds, numberOf } from "./conditions.ts";
import { GateMisdeclared } from "./gate-misdeclared.ts";

/** When a gate passes and when it fails; at least one of them. */
export interface Conditions {
  readonly pass?: string | undefined;
  readonly fail?: string | undefined;
}

export type Judged = Pick<Verdict, "outcome"> & { readonly reason?: string };

/**
 * One of three verdicts (D5). Fails where `fail` is true, or `pass` is false and there is no `fail`; passes where `pass` is
 * true, or `fail` is false and there is no `pass`; anything else is inconclusive.
 * @throws GateMisdeclared
 */
export function judge(name: string, { pass, fail }: Conditions, facts: Facts): Judged {
  const [passes, fails] = [pass, fail].map((text, index) =>
    text === undefined ? undefined : settled(name, index === 0 ? "pass" : "fail", holds(text, facts)),
  );
  const undecided = [passes, fails].find((answer) => answer && "undecided" in answer);
  if (truthOf(fails) === true || (!fails && truthOf(passes) === false)) return { outcome: "fail" };
  if (undecided && "undecided" in undecided) return { outcome: "inconclusive", reason: undecided.undecided };
  if (truthOf(passes) === true || (!passes && truthOf(fails) === false)) return { outcome: "pass" };
  return { outcome: "inconclusive", reason: "neither what passes nor what fails is true" };
}

/** How many samples a gate's own expression counts. @throws GateMisdeclared */
export function samplesOf(
  name: string,
  text: string,
  facts: Facts,
): { readonly value: number } | { readonly undecided: string } {
  return settled(name, "samples", numberOf(text, facts));
}

type Settled<Value> = Exclude<Answer<Value>, { readonly faulty: unknown }>;

function settled<Value>(name: string, part: string, answer: Answer<Value>): Settled<Value> {
  if ("faulty" in answer) throw new GateMisdeclared(name, part, answer.faulty);
  return answer;
}

const truthOf = (answer: Settled<boolean> | undefined) => (answer && "value" in answer ? answer.value : undefined);
