import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { html, raw } from "hono/html";
import { timeline } from "./report-timeline.ts";
import { beginsChapter, marks, type StepResult, type StoryReport, seconds, totals, verdictOf } from "./story-report.ts";

const styles = ["../page/assets/theme.css", "report.css"].map((file) => new URL(file, import.meta.url));

/**
 * The report as one HTML file that asks for nothing else: no script, its style inside and allowed by its digest alone.
 * All text is escaped.
 */
export async function reportHtml(report: StoryReport): Promise<string> {
  const style = (await Promise.all(styles.map((file) => readFile(file, "utf8")))).join("\n");
  const digest = createHash("sha256").update(style).digest("base64");
  const { stack, startedAt, durationMs, engine, environment, steps } = report;
  const verdict = verdictOf(report);
  const failed = steps.findIndex(({ outcome }) => outcome === "failed");
  const word = verdict === "passed" ? "Passed" : "Failed";
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${word}: rehearsal of ${stack}</title>
<style>${raw(style)}</style>
</head>
<body>
<header class="${verdict}"><div>
  <p class="kicker">Rehearsal of the stack <strong>${stack}</strong></p>
  <h1>${marks[verdict]} ${word}</h1>
  <p class="totals">${totals(steps)} in ${seconds(durationMs)}</p>
  ${failed >= 0 && html`<p class="totals">It failed at <a href="#step-${failed + 1}">${steps[failed]?.title}</a>.</p>`}
  <dl>
    <dt>Began</dt><dd><time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time></dd>
    <dt>Engine</dt><dd>${engine}</dd>
    <dt>Environment</dt><dd>${environment}</dd>
  </dl>
</div></header>
<main>
<section aria-labelledby="when"><h2 id="when">Where the time went</h2>
${timeline(steps, durationMs)}
</section>
<section aria-labelledby="what"><h2 id="what">What was done and seen</h2>
${steps.map((step, index) => html`${beginsChapter(steps, index) && html`<h3 class="chapter">${step.chapter}</h3>`}${step.outcome !== "skipped" && story(step, index)}`)}
${notReached(steps)}
</section>
<footer>Written by Cutover. The same as data: report.json; as text: report.md.</footer>
</main>
</body>
</html>
`;
  return String(await page);
}

function story({ title, outcome, durationMs, fact, lines }: StepResult, index: number) {
  const output =
    lines.length > 0 &&
    html`<details ${outcome === "failed" ? "open" : ""}><summary>${counted(lines.length, "line")} of commands and output</summary>
<pre tabindex="0">${lines.join("\n")}</pre></details>`;
  return html`<article class="step ${outcome}" id="step-${index + 1}">
  <h3><span class="mark" aria-hidden="true">${marks[outcome]}</span><span>${title}</span>
    <span class="verdict">${outcome}</span><span class="took">${seconds(durationMs)}</span></h3>
  <p class="fact">${fact}</p>
  ${output}
</article>`;
}

/** Steps after a failure: there is nothing to tell of them but that they were not reached. */
function notReached(steps: readonly StepResult[]) {
  const left = steps.map((step, index) => ({ ...step, index })).filter(({ outcome }) => outcome === "skipped");
  if (left.length === 0) return "";
  return html`<article class="step skipped">
  <h3><span class="mark" aria-hidden="true">${marks.skipped}</span><span>Not reached</span><span class="verdict">${counted(left.length, "step")}</span></h3>
  <ul class="left">${left.map(({ title, index }) => html`<li id="step-${index + 1}">${title}</li>`)}</ul>
</article>`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
