import { ConfigError } from "../config/errors.ts";
import { sectionsIn } from "../config/sections-in.ts";
import { checkStackFile } from "../config/stack-file.ts";
import { factsOf, type StackFacts } from "../policies/facts.ts";
import { siblingsOf } from "../policies/siblings.ts";
import type { StackFile } from "./report.ts";

/** The sections of a stack's file but its secrets. @throws ConfigError with every fault of the file */
export function usableSections({ text, stack }: StackFile): Readonly<Record<string, unknown>> {
  const { faults } = checkStackFile(text, stack);
  if (faults.length > 0) throw new ConfigError(faults);
  const { secrets, ...sections } = sectionsIn(text);
  return sections;
}

/** What rules know of a stack from its file alone; without a file it is taken for production that declares nothing. */
export function factsIn(
  stack: string,
  sections: Readonly<Record<string, unknown>>,
  project: string,
  now = new Date(),
): StackFacts {
  const name = stack.split("/").at(-1) ?? stack;
  return factsOf(name, (key) => sections[key], { now, siblings: () => siblingsOf(project, name) });
}
