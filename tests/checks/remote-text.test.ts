import { describe, expect, it } from "vitest";
import { remoteText } from "../../checks/remote-text.ts";
import fc from "../support/property.ts";
import { scale } from "../support/scale.ts";

const numRuns = 200 * scale;

describe("text from another machine", () => {
  it.each([
    ["lines become one", "a\r\n b\tc", "a b c"],
    ["escape sequences go", "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007 \u001b[2Jx", "click x"],
    ["direction marks and zero-width characters go", "a\u202eb\u200bc\ufeff", "abc"],
    ["workflow commands are broken up", "::set-output name=a::b ##[group]c", ": :set-output name=a: :b # #[group]c"],
    ["an address with colons stays", "fe80::1", "fe80::1"],
  ])("%s", (_title, text, shown) => {
    expect(remoteText(text)).toBe(shown);
  });

  it("is cut, and says how long it was", () => {
    expect(remoteText("x".repeat(500), { longest: 5 })).toBe("xxxxx… (500 characters)");
  });

  it("loses each secret, the longer one first, and keeps words too short to be one", () => {
    const secrets = ["secret-1", "secret-1-and-more", "abc"];
    expect(remoteText("secret-1-and-more secret-1 abc", { secrets })).toBe("[redacted] [redacted] abc");
  });

  it("never holds a control character, a line break or a workflow command, whatever it was", () => {
    const pieces = fc.constantFrom("::", "##[", "error", "\u001b[31m", "\n", "\u0007", "\u202e", "\ud800", " ", "a");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => {
          expect(remoteText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|::[A-Za-z]|##\[/u);
        },
      ),
      { numRuns },
    );
  });
});
