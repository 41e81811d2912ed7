import { expect, it } from "vitest";
import { requireFailureNotification } from "../../../policies/render/require-failure-notification.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, resource, stackOf, told, WORKER } from "../stack-facts.ts";

const judge = (notifyOnFail: Plain, stack = facts, type = API) =>
  requireFailureNotification.judgeResource(resource(type, { name: "twin", notifyOnFail }), () => stack);

it.each(["default", "notify", null])("S1.15 passes %s", (said) => {
  expect(judge(said)).toEqual([]);
});

it("S1.15 lets staging fail in silence", () => {
  expect(judge("ignore", { ...facts, production: false })).toEqual([]);
});

it.each([
  [API, "api", {}],
  [WORKER, "worker", { worker: { notifyOnFail: "ignore" } }],
  [CRON, "api", { api: { notifyOnFail: "ignore" } }],
])("S1.15 refuses a %s of which nobody is told, and names the key that says so: %s", (type, section, services) => {
  const found = judge("ignore", stackOf({ services }), type);
  expect(told(found)).toEqual([
    [
      'twin: notifyOnFail is "ignore", so nobody is told when it fails; expected notify or default in production',
      `pulumi config set --path cutover:services.${section}.notifyOnFail notify --stack prod`,
    ],
  ]);
  expect(found[0]?.at).toBe(`cutover:services.${section}.notifyOnFail`);
});

it("gives notice of what is not known yet", () => {
  expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice" })]);
});
