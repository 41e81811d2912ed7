import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { drawStatus } from "../../../release/status/terminal.ts";
import { wrapped } from "../../../release/status/wrapped.ts";
import fc from "../../support/property.ts";
import { exampleStatus, verdict } from "./example-status.ts";

const plain = pc.createColors(false);

describe("the status in a terminal", () => {
  it("shows the ladder with where we are, since when, and how much of the dwell is over", () => {
    const text = drawStatus(exampleStatus, 90, plain);
    expect(text).toContain("✓ 10 %       ████████████████████  1 d\n");
    expect(text).toContain("▶ 50 %       ███████████████░░░░░  79 % of 2 d, since 11-21 09:00\n");
    expect(text).toContain("· 100 %      ░░░░░░░░░░░░░░░░░░░░  7 d\n");
  });

  it("shows each gate with what was seen and what is needed, and why it does not pass", () => {
    const text = drawStatus(exampleStatus, 90, plain);
    expect(text).toContain("  ✗ stuck imports: stuck 3\n    needs result.stuck == 0; 412 samples in 1 d 14 h\n");
    expect(text).toContain("  ? routing: 93 of 181 to the new version\n");
    expect(text).toContain("    181 samples, 200 are needed\n");
  });

  it.each([200, 90, 60, 40])("fits into %i columns", (columns) => {
    const lines = stripVTControlCharacters(drawStatus(exampleStatus, columns, pc.createColors(true))).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  it("has no colours where none are wanted, and some where they are", () => {
    expect(drawStatus(exampleStatus, 90, plain)).not.toContain("\u001b[");
    expect(drawStatus(exampleStatus, 90, pc.createColors(true))).toContain("\u001b[");
  });

  it("lets no escape sequence of another machine through", () => {
    const evil = "\u001b]0;taken over\u0007\u001b[2J::error::x";
    const text = drawStatus(
      {
        ...exampleStatus,
        headline: evil,
        drift: [evil],
        events: [{ at: exampleStatus.at, kind: "complaint", text: evil, actor: evil, commit: null }],
        gates: { live: true, verdicts: [verdict({ name: evil, observed: evil, reason: evil })] },
      },
      90,
      plain,
    );
    for (const part of ["\u001b", "\u0007", "::error"]) expect(text).not.toContain(part);
  });
});

describe("wrapping", () => {
  it("keeps every word, and no line is longer than asked", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,60}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 80 }), (all, width) => {
        const lines = wrapped(all.join(" "), width, "  ", "- ");
        expect(lines.every(({ length }) => length <= width)).toBe(true);
        expect(lines.join("").replaceAll(/[- ]/g, "")).toBe(all.join(""));
      }),
    );
  });
});
