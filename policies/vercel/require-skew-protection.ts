import { z } from "zod";
import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { rollingFrontends } from "../subjects/rolling-frontends.ts";
import { known } from "../unknown.ts";

/** A page that was opened before a step goes on calling what it was built with (S2.2, S2.9). */
export const requireSkewProtection = rule({
  name: "require-skew-protection",
  description:
    "While a rollout is between its versions, pages opened before it find theirs: the old API is served, or Vercel's Skew Protection is on.",
  reason:
    "A browser tab lives for days and goes on calling what it was built against. Once the old endpoint is gone, or answers 404 while some users are still on the old version, their next click fails although every check of the new version is green.",
  pages: ["https://vercel.com/docs/skew-protection"],
  requirements: ["S2.2", "S2.9"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: rollingFrontends,

  judge({ name, position, percent, legacy, skewProtection }, stack, violation) {
    if (stack.goingDown) return;
    const share = known(percent, "percent");
    const state = known(legacy, "legacy.state");
    if (typeof share !== "number" || share === 0 || state === "retired") return;
    const between = share < 100 || state === "deprecated" || state === "removed";
    const gone = state === "removed" ? "the old API is removed" : endedEarly(stack);
    if (!between || !gone || isOn(known(skewProtection, "skewProtection"))) return;
    violation(
      `${name}: at ${position} ${gone}, and nothing serves pages that were opened before; expected skewProtection, or the old API still there`,
      setKey(stack, "cutover:frontend.skewProtection", "7 days"),
      "cutover:frontend.skewProtection",
    );
  },
});

const isOn = (given: unknown): boolean => given !== null && given !== "" && given !== 0 && given !== "0";

const Request = z.object({ path: z.string(), method: z.string().default("GET") });
const Asked = z.object({ request: Request, expect: z.object({ status: z.number() }) });
const Check = z.object({ target: z.literal("api") }).and(Asked);
const Gate = z.object({ steps: z.array(z.unknown()), http: Check });

const listOf = <Item>(schema: z.ZodType<Item>, value: unknown): Item[] =>
  (Array.isArray(value) ? value : []).flatMap((item) => schema.safeParse(item).data ?? []);

const isGone = ({ expect: { status } }: z.output<typeof Asked>) => status === 404 || status === 410;

/**
 * What the stack itself says of the old endpoint: the gate of the step `removed` that expects it gone names it, and a
 * smoke check that expects the same of every deploy says that it is gone already.
 */
function endedEarly({ section }: StackFacts): string | undefined {
  const { gates } = z.object({ gates: z.unknown() }).safeParse(section("rollout")).data ?? {};
  const old = listOf(Gate, gates).filter(({ steps, http }) => steps.includes("removed") && isGone(http));
  const asked = listOf(Check, section("smokeChecks")).filter(isGone);
  const found = old.find(({ http: { request } }) =>
    asked.some((check) => check.request.path === request.path && check.request.method === request.method),
  );
  return found && `smoke checks expect the old API's ${found.http.request.path} to be gone`;
}
