import { removeKey, setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { backendServices } from "../subjects/backend-services.ts";
import { known } from "../unknown.ts";
import { letsEveryPageIn } from "./open-origins.ts";
import { faultOfOrigin, listOf } from "./origin.ts";
import { removeVariable } from "./set-variable.ts";

/** With `*`, any web page could call the API in a user's name (S1.5). */
export const requireExplicitOrigins = rule({
  name: "require-explicit-origins",
  description: "ALLOWED_ORIGINS names each origin whose pages may call the API, so that no other page can.",
  reason:
    "A browser asks the API whether a page may call it, and the API answers from this list. With *, null or a wildcard host, any page that a signed-in user opens acts in that user's name; an entry that no browser sends lets nobody in, and the app is down for its own users.",
  pages: [
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
    "https://cwe.mitre.org/data/definitions/942.html",
  ],
  requirements: ["S1.5"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: backendServices,

  judge({ name, role, env, calledByBrowsers }, stack, violation) {
    for (const [variable, value] of Object.entries(known(env, "env")))
      if (typeof value !== "object" && letsEveryPageIn(variable, String(value))) {
        const side = stack.env[role]?.[variable] === undefined ? "backend" : role;
        violation(
          `${name}: ${variable} lets any web page call the API in a user's name; expected only the origins of ALLOWED_ORIGINS`,
          removeVariable(stack, side, variable),
          stack.env[side]?.[variable] === undefined ? undefined : `cutover:env.${side}.${variable}`,
        );
      }
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
          entryAt(stack, entries, index),
        );
      } else if (entries.indexOf(entry) < index) {
        violation(
          `${name}: ALLOWED_ORIGINS contains ${show(entry)} more than once`,
          fixOf(stack, entries, index, REMOVE),
          entryAt(stack, entries, index),
        );
      }
    }
  },
});

const REMOVE = Symbol("remove the entry");

/** Where an entry stands, in the list of origins or as a value of its own; undefined where the file has neither. */
function entryAt({ origins, env }: StackFacts, entries: readonly string[], index: number): string | undefined {
  if (origins?.join(",") === entries.join(",")) return `cutover:origins[${index}]`;
  const side = Object.keys(env).find((name) => typeof env[name]?.ALLOWED_ORIGINS === "string");
  return side && `cutover:env.${side}.ALLOWED_ORIGINS`;
}

/** The command that puts `instead` (or an example) in the entry's place, where the configuration has that entry. */
function fixOf(stack: StackFacts, entries: readonly string[], index: number, instead?: string | typeof REMOVE): string {
  if (stack.origins?.join(",") !== entries.join(",")) return fixOfMissing(stack);
  const at = `cutover:origins[${index}]`;
  const value = typeof instead === "string" ? instead : example(stack);
  // What would stand there twice, or stands behind an entry that the example can replace, is only taken out.
  const superfluous =
    instead === REMOVE || entries[index] === "" || entries.includes(value) || (instead === undefined && index > 0);
  if (superfluous && entries.length > 1) return removeKey(stack, at);
  return setKey(stack, at, value);
}

/** The commands that make the declared origins the only source of ALLOWED_ORIGINS. */
function fixOfMissing(stack: StackFacts): string {
  const declare = stack.origins?.length ? [] : [setKey(stack, "cutover:origins[0]", example(stack))];
  return [
    ...declare,
    removeKey(stack, "cutover:env.backend.ALLOWED_ORIGINS"),
    setKey(stack, "cutover:env.backend.ALLOWED_ORIGINS.output", "origins"),
  ].join(" && ");
}

const example = ({ domains }: StackFacts) => `https://${domains[0] ?? "app.example.com"}`;
