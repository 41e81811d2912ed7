/** A text as lines of at most `width` columns, broken between words (a number keeps its unit), and within those that are longer than a line. */
export function wrapped(text: string, width: number, indent = "", first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  let begun = false;
  for (const word of text.split(between).flatMap((whole) => pieces(whole, width - indent.length))) {
    if (line.length + (begun ? 1 : 0) + word.length > width && line.length > indent.length) {
      lines.push(line);
      line = indent;
      begun = false;
    }
    line += begun ? ` ${word}` : word;
    begun = true;
  }
  return [...lines, line];
}

/** A space that is not between a number and its unit. */
const between = / (?!(?:d|h|min|s|%)(?![\p{L}\p{N}]))/u;

const pieces = (word: string, longest: number): string[] =>
  word.length <= longest ? [word] : (word.match(new RegExp(`.{1,${longest}}`, "gu")) ?? [word]);
