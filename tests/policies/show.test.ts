import { expect, it } from "vitest";
import { show } from "../../policies/show.ts";
import { madeUp } from "./variants/made-up-secrets.ts";

it.each([
  ["false", '"false"'],
  ["", '""'],
  ["two\nlines", '"two\\nlines"'],
  ["\u001b[31mred\u001b[0m", '"red"'],
  ["x ".repeat(60), `"${"x ".repeat(40)}…"`],
  ["https://user:password@host/path", '"https://…@host/path"'],
  ["https://one:two@a.example, https://three:four@b.example", '"https://…@a.example, https://…@b.example"'],
  ["d41d8cd98f00b204e9800998ecf8427e42c0ffee", '"d41d8cd98f00b204e9800998ecf8427e42c0ffee"'],
])("shows %j as %s", (value, shown) => {
  expect(show(value)).toBe(shown);
});

it.each(Object.entries(madeUp).filter(([name]) => name !== "password"))(
  "names %s, and shows no part of it",
  (name, secret) => {
    const shown = show(`X=${secret}`);
    if (name !== "database") expect(shown).toMatch(/^an? .* \(not shown\)$/);
    for (let start = 0; start + 8 <= secret.length; start += 1) {
      const part = secret.slice(start, start + 8);
      if (/\d/.test(part) && /[A-Z]/.test(part)) expect(shown).not.toContain(part);
    }
  },
);
