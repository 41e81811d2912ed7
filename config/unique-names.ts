import { z } from "zod";
import { refuse } from "./rule.ts";

const Named = z.array(z.looseObject({ name: z.string() }).catch({ name: "" }));

/**
 * A refinement of a list whose items have names: each name stands once. `what` completes "a name that no other … has";
 * `path` is where the list stands, seen from what is refined.
 */
export function haveUniqueNames(what: string, path: readonly string[] = []) {
  return (value: unknown, ctx: z.core.$RefinementCtx): void => {
    const seen = new Set<string>();
    (Named.safeParse(value).data ?? []).forEach(({ name }, index) => {
      if (name && seen.has(name))
        refuse(ctx, [...path, index, "name"], `a name that no other ${what} has`, {
          suggest: `${name} (${index + 1})`,
        });
      seen.add(name);
    });
  };
}
