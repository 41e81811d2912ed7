/** Who goes on, the same for the same seed: one does several things in a row, so that much happens between two of another. */
export function choices(seed: number): () => number {
  let state = seed;
  let [choice, left] = [0, 0];
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    if (left === 0) [choice, left] = [next(), Math.ceil(next() * 20)];
    left -= 1;
    return choice;
  };
}
