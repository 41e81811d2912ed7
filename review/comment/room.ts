/** GitHub takes 65,536 characters in a comment; what is left is for the lines between the parts. */
export const LONGEST = 64_000;

/** As many blocks as there is room for, and a last one that says how many more there are. */
export function within(room: number, blocks: readonly string[], rest: (more: number) => string): readonly string[] {
  let left = room;
  const end = blocks.findIndex((block) => {
    left -= block.length + 2;
    return left < 0;
  });
  return end < 0 ? blocks : [...blocks.slice(0, end), rest(blocks.length - end)];
}
