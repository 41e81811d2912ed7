import { expect, it } from "vitest";
import { filledIn, holds } from "../../../rehearsal/runner/expressions.ts";

const contexts = {
  github: { event_name: "pull_request", repository: "acme/app", event: { pull_request: { number: 7 } } },
  vars: {},
  needs: { approved: { outputs: { pull: "" } } },
  steps: {},
};

it.each([
  [`\${{ github.event.pull_request.number }}`, "7"],
  [`preview-\${{ github.event.pull_request.number }}-\${{ github.event_name }}`, "preview-7-pull_request"],
  [`\${{ vars.NOWHERE }}`, ""],
  [`\${{ format('{0}!', github.repository) }}`, "acme/app!"],
  ["no expression", "no expression"],
])("works out %s", (text, expected) => {
  expect(filledIn(text, contexts)).toBe(expected);
});

it.each([
  ["github.event_name == 'pull_request'", true],
  [`\${{ github.event_name == 'push' }}`, false],
  ["github.event_name == 'pull_request' &&\n  github.repository == 'acme/app'", true],
  ["needs.approved.outputs.pull != ''", false],
  ["vars.CUTOVER_REPOSITORY_STACK != ''", false],
  [undefined, true],
])("holds or not: %s", (condition, expected) => {
  expect(holds(condition, contexts)).toBe(expected);
});

it("asks for success unless the condition asks for a status itself", () => {
  expect(holds("true", contexts, "failure")).toBe(false);
  expect(holds(undefined, contexts, "failure")).toBe(false);
  expect(holds("always()", contexts, "failure")).toBe(true);
  expect(holds("failure()", contexts, "failure")).toBe(true);
});
