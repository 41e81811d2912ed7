/** How many times the usual runs of property tests and matrices: `CUTOVER_TEST_SCALE`, above 0; default 1. */
export const scale = Number(process.env.CUTOVER_TEST_SCALE ?? 1);
