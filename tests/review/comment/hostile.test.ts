import { describe, expect, it } from "vitest";
import { commentOf } from "../../../review/comment/comment.ts";
import { markerOf } from "../../../review/comment/marker.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { changeOf, reviewFullOf, reviewOf } from "../reviews.ts";
import { rendered } from "./rendered.ts";

const OURS = new Set("h3 h4 p br hr strong ul li blockquote details summary pre code".split(" "));

/** Holds for whatever anybody writes: it is read as text, and does nothing. */
function expectInert(text: string): void {
  const comment = commentOf(reviewFullOf(text));
  expect(comment.length).toBeLessThan(65_536);
  expect(comment.split(markerOf("prod"))).toEqual([expect.anything(), "\n"]);
  expect(comment.match(/<!--/g)).toHaveLength(1);
  expect(comment).not.toMatch(/^\s*::|##\[/m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(comment).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
  const { elements, prose } = rendered(comment);
  expect([...elements].filter((name) => !OURS.has(name))).toEqual([]);
  expect(prose).not.toMatch(/@|#\d|https?:|www\.|\bGH-\d|!\[|\]\(|[0-9a-f]{7}/i);
}

it.each([
  ["a mention", "@acme-brains/everyone"],
  ["an image", "![](https://evil.example/seen.png)"],
  ["a link", "[click](https://evil.example)"],
  ["a bare address", "https://evil.example www.evil.example"],
  ["HTML", "</code></pre></details><img src=x onerror=alert(1)><script>alert(1)</script>"],
  ["a mark of this stack's comment", markerOf("prod")],
  ["a mark of another stack's comment", markerOf("staging")],
  ["the end of a fence", "```\n# Passed\n@acme ![](https://evil.example)\n```"],
  ["the end of a longer fence", "``````\n@acme\n``````"],
  ["the end of a fence of tildes", "~~~\n@acme\n~~~"],
  ["the end of a span", "x` @acme `y"],
  ["backticks alone", "``"],
  ["backticks at the ends", "`@acme`"],
  ["a backslash at the end", "\\"],
  ["escape sequences", "\u001b[31m@acme\u001b[0m \u009b31m"],
  ["characters that turn the direction", "\u202e@acme\u2066"],
  ["characters without a width", "@\u200bacme \ufeff"],
  ["a workflow command", "::add-mask::x\n  ::error::@acme"],
  ["a workflow command of the old form", "x ##[error]@acme"],
  ["a number of an issue", "fixes #123, acme/app#7, GH-7"],
  ["a commit", "deadbeef00deadbeef00deadbeef00deadbeef00"],
  ["a heading", "\n# ✅ prod passes\n"],
  ["a table", "| a | b |\n|---|---|\n| @acme | x |"],
  ["a list and a quote", "\n- @acme\n> [!NOTE]\n> approved"],
  ["a definition", "\n[!WARNING]: https://evil.example\n"],
  ["an entity", "&#64;acme &lt;b&gt;"],
  ["line ends of other systems", "a\r@acme\r\n@acme\u2028@acme\u0085@acme"],
  ["half a character", "\ud800@acme"],
  ["nothing", ""],
  ["space", "  "],
  ["what ends a group's line", "**\n**x"],
  ["thousands of backticks", "`".repeat(20_000)],
  ["thousands of lines", "\n@acme".repeat(20_000)],
  ["half a million characters", "`@acme ".repeat(70_000)],
])("keeps %s as text, wherever it stands", (_, text) => {
  expectInert(text);
});

it("keeps any text as text", () => {
  const scrap = fc.constantFrom(
    ..."`@#<>!-*_~[]()|\\&:\n\r\t \u001b",
    "```",
    "<!--",
    "-->",
    "@acme",
    "::",
    "##[",
    "</details>",
  );
  const text = fc.array(fc.oneof(scrap, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 12 });
  fc.assert(
    fc.property(text, (parts) => expectInert(parts.join(""))),
    { numRuns: scaled(40) },
  );
}, 120_000);

const scaled = (runs: number): number => runs * scale;

describe("what is kept as text can be read", () => {
  it.each(["@acme", "![](https://evil.example)", "a`b``c", "<b>x</b>", "&lt;", "#123", "x\\", "a  b|c"])(
    "%s",
    (text) => {
      const { code } = rendered(commentOf(reviewFullOf(text)));
      expect(code.filter((piece) => piece.trim() === text.replace(/ +/g, " ")).length).toBeGreaterThan(5);
    },
  );
});

it("makes no line of its own in the plan", () => {
  const comment = commentOf(reviewOf({}, changeOf({ name: "api\n+ create x", type: "t\n- delete y" })));
  expect(comment).toContain("\n! update t - delete y api + create x\n");
});

it("names no other stack's comment by the name of a stack", () => {
  const comment = commentOf(reviewOf({ stack: "prod --><img src=x> <!-- cutover:preview staging" }));
  expect(comment.match(/<!--/g)).toHaveLength(1);
  expect(rendered(comment).elements.has("img")).toBe(false);
});
