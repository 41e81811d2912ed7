import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import { guardsDefaultBranch, type Ruleset } from "../subjects/rulesets.ts";
import { known } from "../unknown.ts";

const Section = z.object({ branch: z.string().min(1) });

/** The branch that a merge deploys, as the stack that guards the repository declares it. */
export const branchOf = ({ section }: StackFacts): string =>
  Section.safeParse(section("repository")).data?.branch ?? "main";

/** The rulesets for that branch: those that are enforced, and where none is, all of them. */
export function rulesetsOf(rulesets: readonly Ruleset[], stack: StackFacts): readonly Ruleset[] {
  const branch = branchOf(stack);
  const forIt = rulesets.filter((one) => guardsDefaultBranch(one, branch));
  const enforced = forIt.filter(isEnforced);
  return enforced.length > 0 ? enforced : forIt;
}

export const isEnforced = ({ enforcement }: Ruleset): boolean => known(enforcement, "enforcement") === "active";
