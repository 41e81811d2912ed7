import type { StackFacts } from "../facts.ts";
import type { WholeSubjects } from "../rule.ts";

/** One half of a stack with the variables that its configuration declares, whatever service they are for. */
export interface DeclaredVariables {
  readonly name: string;
  readonly half: "backend" | "frontend";
  /** Where each comes from, by name. */
  readonly sources: Readonly<Record<string, unknown>>;
}

/** What this selector reads of a stack's configuration. */
export interface ConfigOfVariableNames {
  readonly env?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> | undefined;
}

/** The variables that a stack's configuration declares. */
export const declaredVariables: WholeSubjects<DeclaredVariables, ConfigOfVariableNames> = {
  description: "variables that the stack's configuration declares",
  types: new Set(),
  ofStack: (_resources, stack) => declaredIn(stack.stack, stack.env),
  ofConfig: ({ env }) => declaredIn(undefined, env ?? {}),
};

type Sides = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

function declaredIn(stack: StackFacts["stack"], env: Sides): DeclaredVariables[] {
  if (Object.keys(env).length === 0) return [];
  return (["backend", "frontend"] as const).map((half) => ({
    name: `${stack ?? "this stack"}'s ${half}`,
    half,
    sources: sourcesOf(env, half),
  }));
}

/** Everything that some service of the half has. */
export const sourcesOf = (env: Sides, half: "backend" | "frontend"): Readonly<Record<string, unknown>> =>
  half === "frontend" ? { ...env.frontend } : { ...env.scheduler, ...env.worker, ...env.api, ...env.backend };
