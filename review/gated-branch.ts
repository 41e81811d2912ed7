import { z } from "zod";
import type { ToldFinding } from "../judgement/report.ts";
import { setKey } from "../policies/config-command.ts";
import type { StackFacts } from "../policies/facts.ts";

const KEY = "cutover:app.branch";
const App = z.looseObject({ branch: z.string() });

/**
 * A stack that is built from another branch than the one that pull requests go into is out of the gate: whoever may push
 * there changes what its users get. Of a stack that is not production only who takes it there is refused.
 *
 * @param into the branch that the pull request goes into; undefined where it is not known
 */
export function ungatedBranch(
  facts: StackFacts,
  before: Readonly<Record<string, unknown>> | undefined,
  into: string | undefined,
): ToldFinding | undefined {
  const branch = branchOf(facts.section("app"));
  if (into === undefined || branch === undefined || branch === into) return undefined;
  if (!facts.production && branchOf(before?.app) !== into) return undefined;
  return {
    rule: "require-gated-branch",
    severity: "critical",
    level: "mandatory",
    message: `${facts.stack ?? "the stack"}: ${KEY} is ${JSON.stringify(branch)}; expected ${JSON.stringify(into)}, the branch that is judged: what is built from another one passes no gate`,
    fix: setKey(facts, KEY, into),
    at: KEY,
  };
}

const branchOf = (app: unknown): string | undefined => App.safeParse(app).data?.branch;
