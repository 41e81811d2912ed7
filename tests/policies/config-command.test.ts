import { expect, it } from "vitest";
import { removeKey, setKey } from "../../policies/config-command.ts";
import { facts } from "./stack-facts.ts";
import { madeUp } from "./variants/made-up-secrets.ts";

const on = { ...facts, stack: "prod" };

it.each([
  ["cutover:rollout.percent", 0, "cutover:rollout.percent 0"],
  ["cutover:services.scheduler.suspended", true, "cutover:services.scheduler.suspended true"],
  ["cutover:origins[0]", "https://app.example", "'cutover:origins[0]' https://app.example"],
  ["cutover:frontend.skewProtection", "7 days", "cutover:frontend.skewProtection '7 days'"],
  ["cutover:app.name", "it's", "cutover:app.name 'it'\\''s'"],
  ["cutover:app.name", "$(rm -rf /)", "cutover:app.name '$(rm -rf /)'"],
])("sets %s to %s, each as one word to a shell", (key, value, words) => {
  expect(setKey(on, key, value)).toBe(`pulumi config set --path ${words} --stack prod`);
});

it.each([
  ...Object.entries(madeUp).filter(([name]) => name !== "password"),
  ["a sign-in", "https://ada:pw@host.example"],
])("sets no key to %s that somebody has put into another one", (_, secret) => {
  expect(setKey(on, "cutover:env.backend.REGION", secret)).toBe(
    "pulumi config set --path cutover:env.backend.REGION VALUE --stack prod",
  );
});

it("takes a key out, of the selected stack where none is known", () => {
  expect(removeKey(on, "cutover:origins[1]")).toBe("pulumi config rm --path 'cutover:origins[1]' --stack prod");
  expect(removeKey({ ...on, stack: undefined }, "cutover:incident")).toBe("pulumi config rm --path cutover:incident");
});
