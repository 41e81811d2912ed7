import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { html, raw } from "hono/html";
import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { remoteText } from "../../checks/remote-text.ts";
import { type Chart, chartsOf } from "./charts.ts";
import { factsOf, notesOf, obstaclesOf, whyOf } from "./facts.ts";
import { moment, shortMoment, span } from "./moments.ts";
import type { Status, StatusStep } from "./status.ts";
import { toneOf, wordOf } from "./tones.ts";

/**
 * The status as one HTML file that asks for nothing else: no script, its style inside and allowed by its digest alone,
 * charts as SVG. All text is escaped.
 */
export async function statusPage(status: Status): Promise<string> {
  const style = await readFile(new URL("page.css", import.meta.url), "utf8");
  const digest = createHash("sha256").update(style).digest("base64");
  const charts = await chartsOf(status.series, status.at);
  const { standing, users, headline, rollout, stack, flag, at } = status;
  const percent = users?.percent ?? null;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${percent === null ? "?" : percent} %, ${wordOf(standing)}: ${clean(rollout)}</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
  <p class="muted">Rollout <strong>${clean(rollout)}</strong>, stack <strong>${stack}</strong>, flag <code>${flag}</code></p>
  <div class="top">
    <p class="percent">${percent === null ? "? %" : `${percent} %`}</p>
    <div class="said"><span class="chip ${toneOf(standing)}">${wordOf(standing)}</span><h1>${clean(headline, 400)}</h1></div>
  </div>
  <ol class="ladder" aria-label="Ladder">${status.ladder.map((step) => rung(step, status))}</ol>
</header>
<main>
${notes(status)}
${charts.length > 0 && html`<div class="charts">${charts.map(figure)}</div>`}
<div class="columns"><div>
${gates(status)}
</div><div>
${obstacles(status)}
<section class="panel" aria-labelledby="facts"><h2 id="facts">What stands where</h2>
<dl class="facts">${factsOf(status).map(({ name, text }) => html`<dt>${name}</dt><dd>${clean(text, 300)}</dd>`)}</dl></section>
${events(status)}
</div></div>
</main>
<footer>Taken ${moment(at)} by <code>npx cutover status --html</code>. The same as data: <code>--json</code>.</footer>
</body>
</html>
`;
  return String(await page);
}

const clean = (text: string, longest = 200) => remoteText(text, { longest });

function rung({ name, dwellMs, state }: StatusStep, { step }: Status) {
  const filled = state === "done" ? 1 : state === "here" ? (step?.dwelt ?? 0) : 0;
  const here = state === "here" ? step : null;
  const dwelling = here && here.dwellMs > 0 ? `${Math.floor(here.dwelt * 100)} % of ${span(here.dwellMs)}` : "";
  const said = here ? dwelling : dwellMs > 0 ? span(dwellMs) : "";
  const since = here && `since ${shortMoment(here.since)}`;
  return html`<li class="${state}"${state === "here" ? raw(' aria-current="step"') : ""}><div class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${(filled * 100).toFixed(1)}" height="10"/></svg></div>
<strong>${state === "done" ? "✓ " : ""}${name}</strong><span class="muted">${said}${since && html` <span class="nowrap">${since}</span>`}</span></li>`;
}

function notes(status: Status) {
  const found = notesOf(status);
  if (found.length === 0) return "";
  return html`<section class="panel notes" aria-label="What to know first"><ul>${found.map(
    ({ title, text }) => html`<li><strong>${title}</strong> ${clean(text, 400)}</li>`,
  )}</ul></section>`;
}

const figure = ({ title, svg, says }: Chart) =>
  html`<figure class="panel"><h2>${title}</h2><div role="img" aria-label="${`${title}. ${says}`}">${raw(svg)}</div><figcaption class="muted">${says}</figcaption></figure>`;

function gates({ gates: { live, verdicts }, next }: Status) {
  const title = next ? `Gates of the step to ${next.name}` : "Gates";
  return html`<section class="panel" aria-labelledby="gates"><h2 id="gates">${title}${live ? "" : ", as last recorded"}</h2>${
    verdicts.length === 0
      ? html`<p class="muted">None was judged.</p>`
      : html`<ul class="rows">${verdicts.map(gate)}</ul>`
  }</section>`;
}

const marks = {
  pass: ["✓", "good", "passes"],
  fail: ["✗", "bad", "fails"],
  inconclusive: ["?", "busy", "not known"],
} as const;

function gate(verdict: GateVerdict) {
  const { name, outcome, observed, expected, sampleSize, window } = verdict;
  const [sign, tone, word] = marks[outcome];
  const text = whyOf(verdict).join("; ");
  return html`<li class="gate"><span class="mark ${tone}" role="img" aria-label="${word}">${sign}</span><strong>${clean(name)}</strong><span class="seen">${clean(observed)}</span>
<span class="rests muted">needs ${clean(expected)}; ${sampleSize} ${sampleSize === 1 ? "sample" : "samples"} in ${span(window.to.getTime() - window.from.getTime())}</span>${
    text && html`<span class="why">${clean(text, 400)}</span>`
  }</li>`;
}

function obstacles(status: Status) {
  const { next } = status;
  if (!next) return "";
  const found = obstaclesOf(status);
  const body =
    found.length === 0
      ? html`<p><span class="chip good">Nothing</span></p>`
      : html`<ul class="rows">${found.map(
          ({ what, detail }) =>
            html`<li><strong>${clean(what)}</strong><br><span class="muted">${clean(detail, 400)}</span></li>`,
        )}</ul>`;
  return html`<section class="panel" aria-labelledby="obstacles"><h2 id="obstacles">What keeps ${next.name} from opening</h2>${body}</section>`;
}

function events({ events: happened }: Status) {
  if (happened.length === 0) return "";
  return html`<section class="panel" aria-labelledby="events"><h2 id="events">What happened</h2><ol class="rows">${happened
    .slice(0, 20)
    .map(
      ({ at, text, actor, commit }) =>
        html`<li class="event"><time class="muted" datetime="${at}">${shortMoment(at)}</time><span>${clean(text, 300)}</span><span class="muted who">${clean(actor)}${commit && html` at <code>${commit.slice(0, 7)}</code>`}</span></li>`,
    )}</ol></section>`;
}
