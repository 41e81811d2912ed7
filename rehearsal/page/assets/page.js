// @ts-check
/**
 * Fetches the page anew every two seconds and replaces only the parts that changed, so that scrolling, open folds and a
 * selection stay. Without this script the page reloads itself as a whole.
 */
const everyMs = 2000;
const parts = "header, section";
/** @type {Map<string, string>} What the server said last, by part. */
const known = new Map([...document.querySelectorAll(parts)].map((part) => [part.id, part.outerHTML]));

/** @param {Element} here @param {Element} next */
function carryOver(here, next) {
  for (const fold of here.querySelectorAll("details[open]"))
    next.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute("open", "");
}

/** @param {Element} here @returns {Map<string, { top: number, left: number, atEnd: boolean }>} */
function scrolls(here) {
  const found = [...here.querySelectorAll("pre[id], .scroll")].map((box, index) => {
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
    return /** @type {const} */ ([box.id || `${index}`, { top: box.scrollTop, left: box.scrollLeft, atEnd }]);
  });
  return new Map(found);
}

/** @param {Element} here @param {ReturnType<typeof scrolls>} before */
function scrollAsBefore(here, before) {
  for (const [index, box] of [...here.querySelectorAll("pre[id], .scroll")].entries()) {
    const was = before.get(box.id || `${index}`);
    if (!was) continue;
    box.scrollTop = was.atEnd ? box.scrollHeight : was.top;
    box.scrollLeft = was.left;
  }
}

/** Somebody is about to copy from it. @param {Element} here */
function isSelecting(here) {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(here, true);
}

/** A selector of the element inside that has the keyboard. @param {Element} here */
function focusIn(here) {
  const active = document.activeElement;
  if (!active || !here.contains(active)) return undefined;
  const fold = active.closest("details");
  if (active.id) return `#${CSS.escape(active.id)}`;
  return fold ? `#${CSS.escape(fold.id)} > ${active.localName}` : `#${CSS.escape(here.id)} .${active.className}`;
}

/** @param {Document} next */
function show(next) {
  document.title = next.title;
  document.body.className = "";
  const news = [...next.querySelectorAll(parts)];
  if (news.map(({ id }) => id).join() !== [...known.keys()].join()) return void location.reload();
  for (const part of news) {
    const text = part.outerHTML;
    const here = document.getElementById(part.id);
    if (!here || known.get(part.id) === text || isSelecting(here)) continue;
    known.set(part.id, text);
    const before = scrolls(here);
    const focused = focusIn(here);
    carryOver(here, part);
    here.replaceWith(part);
    scrollAsBefore(part, before);
    const again = focused && document.querySelector(focused);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}

async function refresh() {
  try {
    if (!document.hidden) {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
    setTimeout(refresh, everyMs);
  } catch {
    document.body.className = "ended";
    const pulse = document.getElementById("pulse");
    if (pulse) pulse.textContent = "the world has ended";
  }
}

/** A log opens at its end. */
document.addEventListener(
  "toggle",
  ({ target }) => {
    const lines = target instanceof Element && target.querySelector("pre");
    if (lines) lines.scrollTop = lines.scrollHeight;
  },
  { capture: true },
);
setTimeout(refresh, everyMs);
