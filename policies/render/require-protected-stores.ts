import { removeKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { stores } from "../subjects/stores.ts";
import { serviceKey } from "./service-key.ts";
import { wordOf } from "./text-of.ts";

/** A policy cannot see a deletion, but it can see that nothing would stop one (D9). */
export const requireProtectedStores = rule({
  name: "require-protected-stores",
  description: "A data store in production is protected and may not be destroyed, so that no update deletes it.",
  reason:
    "Deleting a store deletes what it holds, and Render does not give it back. A renamed key, a removed line or pulumi destroy in the wrong stack is enough, unless the engine refuses to delete what is protected and the provider what does not allow it.",
  pages: ["https://www.pulumi.com/docs/iac/concepts/resources/options/protect/"],
  requirements: ["S1.1", "S4.1"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: stores,

  judge({ name, section, declaredAs, inputs, protect }, stack, violation) {
    if (!stack.production) return;
    if (wordOf(inputs.allowDestroy, "allowDestroy") === "true")
      violation(
        `${name}: allowDestroy is true, so the next update may delete it with what it holds; expected false in production`,
        section ? removeKey(stack, serviceKey(section, "allowDestroy")) : `declare ${declaredAs} without allowDestroy`,
        section && serviceKey(section, "allowDestroy"),
      );
    else if (protect === false)
      violation(
        `${name}: it is not protected, so an update may delete it with what it holds; expected protect: true in production`,
        section
          ? `declare ${declaredAs} with the resource option protect: true, as the component does while ${serviceKey(section, "allowDestroy")} is not set`
          : `declare ${declaredAs} with the resource option protect: true`,
      );
  },
});
