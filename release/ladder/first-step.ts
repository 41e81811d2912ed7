import type { Declaration } from "./ladder.ts";

/** Whether no step below has users on the new version: gates have nothing yet to compare with. */
export const isFirstStep = ({ ladder }: Pick<Declaration, "ladder">, percent: number): boolean =>
  !ladder.some((step) => step.percent > 0 && step.percent < percent);
