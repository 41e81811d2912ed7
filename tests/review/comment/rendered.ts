import { parseHTML } from "linkedom";
import { marked } from "marked";

/** A comment as a reader sees it. */
export interface Rendered {
  readonly html: string;
  /** The text outside of code, where GitHub mentions, links and numbers. */
  readonly prose: string;
  /** What stands in code, piece by piece. */
  readonly code: readonly string[];
  /** Names of the elements that there are. */
  readonly elements: ReadonlySet<string>;
}

/** Markdown as GitHub renders it in a comment: with tables and bare links, each line break a break. */
export function rendered(markdown: string): Rendered {
  const html = marked.parse(markdown, { async: false, gfm: true, breaks: true });
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  const elements = new Set([...document.body.querySelectorAll("*")].map(({ localName }) => localName));
  const pieces = [...document.body.querySelectorAll("code")];
  const code = pieces.map(({ textContent }) => textContent ?? "");
  for (const piece of pieces) piece.remove();
  return { html, prose: document.body.textContent ?? "", code, elements };
}
