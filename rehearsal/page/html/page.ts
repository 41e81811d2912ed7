import { html } from "hono/html";
import type { Section, Tile, Tone, WorldView } from "../views/view.ts";
import { foldsOf } from "./folds.ts";
import { tableOf } from "./table.ts";
import { span } from "./time.ts";

const marks: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", busy: "◐", still: "–" };

/** The whole page. Every text goes through the template's escaping; nothing of the world reaches a script or a style. */
export async function pageOf(world: WorldView): Promise<string> {
  const { name, verdict } = world;
  const column = (wanted: Section["column"]) =>
    world.sections.filter((section) => section.column === wanted).map((section) => sectionOf(section, world.now));
  return String(
    await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<noscript><meta http-equiv="refresh" content="5"></noscript>
<title>${marks[verdict.tone]} ${name}: ${verdict.word}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
${headerOf(world)}
<main>
<div class="columns"><div>${column("main")}</div><div>${column("side")}</div></div>
${column("wide")}
</main>
<footer id="footer">Values of variables and secrets are not part of this page. Control it with <code>npx cutover rehearse --help</code>.</footer>
</body>
</html>
`,
  );
}

function headerOf({ name, stack, verdict, problems, underWay, now, advancedMs, startedAt, tiles }: WorldView) {
  const reasons = [...problems, ...underWay];
  return html`<header id="top" class="tone-${verdict.tone}">
  <div class="head">
    <div>
      <p class="muted">World <strong>${name}</strong>, stack <strong>${stack}</strong></p>
      <h1><span aria-hidden="true">${marks[verdict.tone]}</span> ${verdict.word}</h1>
    </div>
    <ul class="reasons" aria-label="Reasons">${reasons.slice(0, 4).map((reason) => html`<li>${reason}</li>`)}${
      reasons.length > 4 ? html`<li class="muted">and ${reasons.length - 4} more</li>` : ""
    }</ul>
    <dl>
      <dt>World's time</dt><dd><time datetime="${now}">${now.slice(0, 19).replace("T", " ")} UTC</time></dd>
      <dt>${advancedMs < 0 ? "Put back by" : "Advanced by"}</dt><dd>${advancedMs === 0 ? "nothing" : span(Math.abs(advancedMs))}</dd>
      <dt>Running since</dt><dd><time datetime="${startedAt}">${startedAt.slice(11, 19)} UTC</time></dd>
      <dt>This page</dt><dd id="pulse" role="status">refreshes itself</dd>
    </dl>
  </div>
  <ul class="tiles" aria-label="Summary">${tiles.map(tileOf)}</ul>
</header>`;
}

const tileOf = ({ title, value, note, tone }: Tile) =>
  html`<li class="tile tone-${tone}"><span class="muted">${title}</span><strong><span aria-hidden="true">${marks[tone]}</span> ${value}</strong><span class="muted">${note}</span></li>`;

function sectionOf({ id, title, empty, content }: Section, now: string) {
  const count = content.kind === "table" ? content.rows.length : content.folds.length;
  const body = content.kind === "table" ? tableOf(content, title, now) : foldsOf(content, now);
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${
    count === 0 ? html`<p class="empty">${empty}</p>` : body
  }</section>`;
}
