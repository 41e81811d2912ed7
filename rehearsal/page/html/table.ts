import { html } from "hono/html";
import { plainText } from "../plain-text.ts";
import type { Cell, TableView } from "../views/view.ts";
import { clockTime } from "./time.ts";

export const tableOf = ({ columns, rows }: TableView, title: string, now: string) =>
  html`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cellOf(cell, now)}</td>`)}</tr>`)}</tbody>
</table></div>`;

function cellOf({ text, code, status, time, sub }: Cell, now: string) {
  return html`${text !== undefined && html`<span class="text">${plainText(text)}</span>`}${
    code !== undefined && html`<code>${plainText(code)}</code>`
  }${
    status && html`<span class="status tone-${status.tone}">${status.word}</span>`
  }${time !== undefined && html`<time datetime="${time}" title="${time}">${clockTime(time, now)}</time>`}${
    sub ? html`<span class="sub">${plainText(sub)}</span>` : ""
  }`;
}
