// @ts-check

/**
 * @typedef {object} Progress
 * @property {(detail: string) => void} say what is going on now; shown at once on a terminal, now and then elsewhere
 * @property {(result: string) => void} done ends the step with its result and how long it took
 * @property {(result: string) => void} failed
 */

const PLAIN_EVERY_MS = 10_000;
const REDRAW_MS = 200;

/**
 * Shows one step of the preparation on stderr: a line that is redrawn on a terminal; plain lines, one at the start,
 * one every ten seconds and one at the end, elsewhere. Colour only on a terminal and without NO_COLOR.
 * @param {string} name
 * @param {string} start
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 * @returns {Progress}
 */
export function startStep(name, start, stream = process.stderr) {
  const began = Date.now();
  const tty = Boolean(stream.isTTY) && process.env.TERM !== "dumb";
  const colour = tty && !process.env.NO_COLOR;
  let detail = start;
  let shown = "";
  const label = name.padEnd(9);
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(Date.now() - began < 10_000 ? 1 : 0)} s`;

  const draw = () => {
    if (tty) stream.write(`\r\u001b[K${`${label} ${detail} (${seconds()})`.slice(0, (stream.columns || 80) - 1)}`);
    else if (detail !== shown) stream.write(`${label} ${detail}${shown ? ` (${seconds()})` : " …"}\n`);
    shown = detail;
  };
  draw();
  const timer = setInterval(draw, tty ? REDRAW_MS : PLAIN_EVERY_MS).unref();

  /**
   * @param {string} mark
   * @param {string} ansi
   * @param {string} result
   */
  const end = (mark, ansi, result) => {
    clearInterval(timer);
    const marked = colour ? `\u001b[${ansi}m${mark}\u001b[0m` : mark;
    stream.write(`${tty ? "\r\u001b[K" : ""}${label} ${marked} ${result} (${seconds()})\n`);
  };
  return {
    say: (text) => {
      detail = text;
    },
    done: (result) => end("✓", "32", result),
    failed: (result) => end("✗", "31", result),
  };
}
