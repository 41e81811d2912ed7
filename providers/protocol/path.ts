/** One step into a property: a key or an index. In a pattern, `*` stands for any of either. */
export type Step = string | number;

/**
 * Reads the engine's path syntax: `env.A`, `list[0].name`, `env["a.b"]`, with `*` or `[*]` for any element.
 * Undefined for text that is no path, as the engine itself skips such entries of `ignoreChanges`.
 */
export function parsePath(text: string): Step[] | undefined {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== "") {
    const quoted = /^\.?\["((?:\\"|[^"])*)"\]/.exec(rest);
    const indexed = /^\.?\[(\d+|\*)\]/.exec(rest);
    const named = (steps.length === 0 ? /^([^.[]+)/ : /^\.([^.[]+)/).exec(rest);
    if (quoted) steps.push((quoted[1] ?? "").replaceAll('\\"', '"'));
    else if (indexed) steps.push(indexed[1] === "*" ? "*" : Number(indexed[1]));
    else if (named) steps.push(named[1] ?? "");
    else return undefined;
    rest = rest.slice((quoted ?? indexed ?? named)?.[0].length);
  }
  return steps.length > 0 ? steps : undefined;
}

/** Writes a path so that the engine reads the same steps back. */
export function formatPath(steps: readonly Step[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Whether `path` is what the pattern names, or lies inside it. */
export function covers(pattern: readonly Step[], path: readonly Step[]): boolean {
  return pattern.length <= path.length && pattern.every((step, index) => fits(step, path[index]));
}

/** Whether the pattern names something strictly inside `path`. */
export function reachesInto(pattern: readonly Step[], path: readonly Step[]): boolean {
  return pattern.length > path.length && path.every((step, index) => fits(pattern[index], step));
}

function fits(pattern: Step | undefined, step: Step | undefined): boolean {
  return pattern === "*" || String(pattern) === String(step);
}
