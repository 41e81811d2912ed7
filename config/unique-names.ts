import { z } from "zod";
import { refuse } from "./rule.ts";

const Named = z.array(z.looseObject({ name: z.string() }).catch({ name: "" }));

/** A refinement of a list whose items have names: each name stands once. `what` completes "a name that no other … has". */
export function haveUniqueNames(what: string) {
  return (value: unknown, ctx: z.core.$RefinementCtx): void => {
    const seen = new Set<string>();
    (Named.safeParse(value).data ?? []).forEach(({ name }, index) => {
      if (name && seen.has(name))
        refuse(ctx, [index, "name"], `a name that no other ${what} has`, { suggest: `${name} (${index + 1})` });
      seen.add(name);
    });
  };
}
