import { html } from "hono/html";
import type { Body, FoldsView } from "../views/view.ts";
import { clockTime } from "./time.ts";

export const foldsOf = ({ folds }: FoldsView, now: string) =>
  folds.map(
    ({
      id,
      title,
      note,
      body,
    }) => html`<details id="${id}"><summary><strong>${title}</strong> <span class="muted">${note}</span></summary>
${bodyOf(body, id, now)}</details>`,
  );

function bodyOf(body: Body, id: string, now: string) {
  if (body.kind === "names")
    return html`<ul class="names">${body.names.map(
      ({ name, note }) =>
        html`<li><code>${name}</code> <span class="mask" role="img" aria-label="value masked">••••••</span>${note && html`<span class="sub">${note}</span>`}</li>`,
    )}</ul>`;
  return html`<pre class="log" id="${id}-lines" tabindex="0">${body.lines.map(
    ({ time, level, text }) =>
      html`<span class="level-${level}"><time datetime="${time}">${clockTime(time, now)}</time> ${text}
</span>`,
  )}</pre>`;
}
