import { onStack, type StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { backendServices } from "../subjects/backend-services.ts";
import { known } from "../unknown.ts";
import { faultOfOrigin, listOf } from "./origin.ts";

/** With `*`, any web page could call the API in a user's name (S1.5). */
export const requireExplicitOrigins = rule({
  name: "require-explicit-origins",
  description: "ALLOWED_ORIGINS names each origin whose pages may call the API, so that no other page can.",
  requirements: ["S1.5"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: backendServices,

  judge({ name, env, calledByBrowsers }, stack, violation) {
    const value = known(known(env, "env").ALLOWED_ORIGINS ?? "", "env.ALLOWED_ORIGINS");
    if (value === "") {
      // Without a frontend and origins there is no page that calls it.
      if (calledByBrowsers && (stack.domains.length > 0 || stack.origins))
        violation(`${name}: ALLOWED_ORIGINS is not set; expected a list of origins`, fixOfMissing(stack));
      return;
    }

    const entries = listOf(String(value));
    for (const [index, entry] of entries.entries()) {
      const fault = faultOfOrigin(entry, stack);
      if (fault) {
        violation(
          `${name}: ALLOWED_ORIGINS contains ${show(entry)}: ${fault.reason}`,
          fixOf(stack, entries, index, fault.instead),
        );
      } else if (entries.indexOf(entry) < index) {
        violation(
          `${name}: ALLOWED_ORIGINS contains ${show(entry)} more than once`,
          fixOf(stack, entries, index, REMOVE),
        );
      }
    }
  },
});

const REMOVE = Symbol("remove the entry");

/** The command that puts `instead` (or an example) in the entry's place, where the configuration has that entry. */
function fixOf(stack: StackFacts, entries: readonly string[], index: number, instead?: string | typeof REMOVE): string {
  if (stack.origins?.join(",") !== entries.join(",")) return fixOfMissing(stack);
  const at = `--path 'cutover:origins[${index}]'`;
  const superfluous = instead === REMOVE || entries[index] === "";
  if (superfluous && entries.length > 1) return `pulumi config rm ${at}${onStack(stack)}`;
  const value = typeof instead === "string" ? instead : example(stack);
  return `pulumi config set ${at} ${value}${onStack(stack)}`;
}

/** The commands that make the declared origins the only source of ALLOWED_ORIGINS. */
function fixOfMissing(stack: StackFacts): string {
  const on = onStack(stack);
  const declare = stack.origins?.length ? [] : [`pulumi config set --path 'cutover:origins[0]' ${example(stack)}${on}`];
  return [
    ...declare,
    `pulumi config rm --path cutover:env.backend.ALLOWED_ORIGINS${on}`,
    `pulumi config set --path cutover:env.backend.ALLOWED_ORIGINS.output origins${on}`,
  ].join(" && ");
}

const example = ({ domains }: StackFacts) => `https://${domains[0] ?? "app.example.com"}`;
