import { expect, it } from "vitest";
import { inert } from "../../judgement/inert.ts";

it.each([
  ["escape sequences", "api: \u001b[31mred\u001b[0m", "api: red"],
  ["control characters", "api:\u0007 x\r", "api: x"],
  ["characters that turn the direction", "api: \u202egpj.exe", "api: gpj.exe"],
  ["workflow commands of GitHub", "::add-mask::x\n  ::error::y", ": :add-mask::x\n  : :error::y"],
  ["workflow commands in the old form", "##[error]x", "# #[error]x"],
])("takes out %s", (_, text, safe) => {
  expect(inert(text)).toBe(safe);
});

it.each([
  "pulumi config set --path 'a  b' x && \\\n    y",
  "api: ipAllowList has ::/0",
  "urn:pulumi:prod::cutover::x::y",
])("leaves commands, addresses and URNs as they are: %j", (text) => {
  expect(inert(text)).toBe(text);
});
