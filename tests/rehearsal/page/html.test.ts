import { describe, expect, it } from "vitest";
import { pageOf } from "../../../rehearsal/page/html/page.ts";
import { clockTime, span } from "../../../rehearsal/page/html/time.ts";
import { plainText } from "../../../rehearsal/page/plain-text.ts";
import { hiding } from "../../../rehearsal/page/views/hide-secrets.ts";
import type { Section } from "../../../rehearsal/page/views/view.ts";

const now = "2026-11-22T10:00:00.000Z";
const pageWith = (sections: readonly Section[], problems: readonly string[] = []) =>
  pageOf({
    ...{ name: "<i>kept</i>", stack: "prod", verdict: { tone: "bad", word: "Needs a look" }, now, advancedMs: 0 },
    ...{ startedAt: now, tiles: [], sections, problems, underWay: [] },
  });

it("escapes every text wherever it stands", async () => {
  const evil = `"><script>alert(1)</script>`;
  const page = await pageWith(
    [
      {
        ...{ id: "t", title: evil, column: "main", empty: "" },
        content: {
          kind: "table",
          columns: [evil],
          rows: [[{ text: evil, code: evil, sub: evil, time: evil, status: { tone: "bad", word: evil } }]],
        },
      },
      {
        ...{ id: "f", title: "f", column: "wide", empty: "" },
        content: {
          kind: "folds",
          folds: [
            {
              ...{ id: "x", title: evil, note: evil },
              body: { kind: "lines", lines: [{ time: now, level: "error", text: evil }] },
            },
            { ...{ id: "y", title: "y", note: "" }, body: { kind: "names", names: [{ name: evil, note: evil }] } },
          ],
        },
      },
    ],
    [evil],
  );
  expect(page.match(/<script/g)).toEqual(["<script"]);
  expect(page).toContain('<script src="page.js" defer></script>');
  expect(page).not.toContain("<i>kept");
});

it("says what is missing where there is nothing to show", async () => {
  const page = await pageWith([
    {
      ...{ id: "t", title: "Deploys", column: "main", empty: "No deploy yet." },
      content: { kind: "table", columns: [], rows: [] },
    },
  ]);
  expect(page).toContain('<p class="empty">No deploy yet.</p>');
});

describe("times", () => {
  it.each([
    ["2026-11-22T09:15:07.123Z", "09:15:07"],
    ["2026-11-20T09:15:07.123Z", "11-20 09:15:07"],
  ])("%s is shown as %s", (iso, shown) => {
    expect(clockTime(iso, now)).toBe(shown);
  });

  it.each([
    [0, "0 ms"],
    [90_000, "1 min 30 s"],
    [7 * 86_400_000, "7 d"],
    [93_784_000, "1 d 2 h"],
  ])("%i ms is %s", (ms, shown) => {
    expect(span(ms)).toBe(shown);
  });
});

describe("text of the world", () => {
  const esc = String.fromCharCode(27);
  it.each([
    [`${esc}[1;31mred${esc}[0m`, "red"],
    ["one\r\ntwo\tthree", "one\ntwo\tthree"],
    ["evil\u202Etxt.exe\u0007", "eviltxt.exe"],
  ])("%j becomes %j", (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it("loses secrets and credentials in URLs", () => {
    const hide = hiding(() => ["made-up-1"]);
    expect(hide("key made-up-1 at postgres://me:pass@db:5432/x")).toBe(
      "key [redacted] at postgres://[redacted]@db:5432/x",
    );
  });
});
