/** Stands unseen at the end of a stack's comment, so that the next run finds it. What a change wrote never holds one. */
export const markerOf = (stack: string): string => `<!-- cutover:preview ${encodeURIComponent(stack)} -->`;
