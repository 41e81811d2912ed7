import { html } from "hono/html";
import { beginsChapter, marks, type StepResult, seconds } from "./story-report.ts";

type Part = ReturnType<typeof html>;

/**
 * The story on a time axis: a row per step with its bar, each an inline SVG whose horizontal places are in percent, so
 * that bars stretch with the page and text does not. Outcomes differ by mark and pattern, not by colour alone.
 */
export function timeline(steps: readonly StepResult[], durationMs: number): Part {
  const end = Math.max(durationMs, 1, ...steps.map(({ startedMs, durationMs: took }) => startedMs + took));
  const ticks = ticksUpTo(end);
  const place = (ms: number) => `${((100 * ms) / end).toFixed(3)}%`;
  const lines = ticks.map(
    (ms) => html`<line class="tick" x1="${place(ms)}" x2="${place(ms)}" y1="0" y2="100%"></line>`,
  );

  return html`<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6"
    patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"></rect
    ><line class="hatch-line" y2="6"></line></pattern></defs></svg>
<ol class="timeline" aria-label="Timeline of the steps">
  ${steps.map(
    (
      { title, chapter, outcome, startedMs, durationMs: took },
      index,
    ) => html`${beginsChapter(steps, index) && html`<li class="chapter">${chapter}</li>`}<li class="${outcome}"><a href="#step-${index + 1}"
      ><span class="mark" role="img" aria-label="${outcome}">${marks[outcome]}</span><span>${title}</span
      ><svg width="100%" height="18" role="img" aria-label="${`from ${seconds(startedMs)} for ${seconds(took)}`}">${lines}<rect
        class="bar" x="${place(startedMs)}" y="3" width="${place(took === 0 ? 0 : Math.max(took, end / 250))}" height="12" rx="2"></rect></svg
      ><span class="took">${outcome !== "skipped" && seconds(took)}</span></a></li>`,
  )}
  <li class="axis" aria-hidden="true"><svg width="100%" height="16">${ticks.map(
    (ms) => html`<text x="${place(ms)}" y="12" text-anchor="${ms === 0 ? "start" : "middle"}">${ms / 1000} s</text>`,
  )}</svg></li>
</ol>
<p class="legend"><span>${marks.passed} passed: plain bar</span><span>${marks.failed} failed: hatched bar</span><span>${marks.skipped} skipped: no bar</span></p>`;
}

/** Round moments, at most eight of them, from 0 on. */
function ticksUpTo(endMs: number): number[] {
  const every = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].find((step) => endMs / (step * 1000) <= 7) ?? 1800;
  return Array.from({ length: Math.floor(endMs / (every * 1000)) + 1 }, (_, index) => index * every * 1000);
}
