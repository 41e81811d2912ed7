import { rule } from "../rule.ts";
import { checkedServices } from "../subjects/checked-services.ts";

/** A process that answers is not yet one that works (S0.6, S1.11). */
export const requireSmokeCheck = rule({
  name: "require-smoke-check",
  description: "In production each public web service has a smoke check that reads the body of an answer.",
  reason:
    "A service answers 200 while its model is not loaded, its queue is unreachable or a page of its host stands in for it; only the body tells. Without a check that reads it a release counts as done, and users find out what is broken.",
  pages: ["https://render.com/docs/health-checks", "https://sre.google/sre-book/release-engineering/"],
  requirements: ["S0.6", "S1.11", "S1.15"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: checkedServices,

  judge({ name, checks }, stack, violation, notice) {
    if (!stack.production || stack.goingDown || checks.some(({ readsBody }) => readsBody)) return;
    const found =
      checks.length === 0
        ? "no smoke check asks it"
        : `none of its ${counted(checks.length)} reads the body of an answer`;
    const file = stack.stack ? ` in Pulumi.${stack.stack}.yaml` : "";
    // A state from elsewhere comes without a file that could have checks.
    const tell = ["services", "smokeChecks"].every((key) => stack.section(key) === undefined) ? notice : violation;
    tell(
      `${name}: ${found}; expected one with target: api and expect.body`,
      `add to cutover:smokeChecks${file}: {name: backend is healthy, target: api, request: {path: /health}, expect: {body: {type: object, required: [status], properties: {status: {const: healthy}}}}}`,
      "cutover:smokeChecks",
    );
  },
});

const counted = (count: number) => `${count} smoke ${count === 1 ? "check" : "checks"}`;
