import { inert } from "../../judgement/inert.ts";
import { codeBlock } from "../../judgement/markdown.ts";

/**
 * Lines that a change, a vendor or a program wrote, to stand in code: there GitHub neither mentions, links, loads nor numbers
 * anything. No comment begins in them, so none is taken for the mark by which this one is found again.
 */
export const inertLines = (text: string): string =>
  inert(text)
    .replaceAll("<!--", "<! --")
    // A fence is longer than what it holds: thousands of these would be three times as many.
    .replace(/`{17,}/g, `${"`".repeat(16)}…`);

/** The same on one line, at most `longest` characters. */
export function inertLine(text: string, longest = 300): string {
  // More than this is not looked at: a value may be a file.
  const start = text.slice(0, 20 * longest);
  const line = inertLines(start.replace(/[\s\u2028\u2029]+/g, " ")).trim();
  if (line.length <= longest && start.length === text.length) return line;
  return `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Text as it is, on one line, within a paragraph. */
export function code(text: string, longest?: number): string {
  const line = inertLine(text, longest) || "(empty)";
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  // A backtick at an end would be one of the fence's.
  const pad = /^`|`$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as they are, in a block of their own. */
export const block = (text: string, language?: "text" | "diff"): string => codeBlock(inertLines(text), language);

/** What opens on a click. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
