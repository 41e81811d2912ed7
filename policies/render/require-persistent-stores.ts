import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { stores } from "../subjects/stores.ts";
import { isFree } from "./plan.ts";
import { serviceKey } from "./service-key.ts";

const LOSES = {
  "key value store": "a free key value store forgets everything when it restarts",
  database: "a free database ends 30 days after it was made, and has no backups",
};

/** Render keeps nothing that is free. */
export const requirePersistentStores = rule({
  name: "require-persistent-stores",
  description: "A data store in production has a paid plan, so that Render keeps what it holds.",
  reason:
    "A free key value store holds its data in memory only: at each restart, maintenance included, the jobs that wait in it are gone. A free database expires 30 days after it was made and is deleted with what it holds, and there are no backups of it.",
  pages: ["https://render.com/docs/free", "https://render.com/docs/key-value"],
  requirements: ["S1.1", "S1.6"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: stores,

  judge({ name, kind, section, declaredAs, inputs }, stack, violation) {
    if (stack.production && isFree(inputs))
      violation(
        `${name}: the plan is free, and ${LOSES[kind]}; expected a paid plan in production`,
        section
          ? setKey(stack, serviceKey(section, "plan"), "starter")
          : `declare ${declaredAs} with a paid plan, such as basic_256mb`,
        section && serviceKey(section, "plan"),
      );
  },
});
