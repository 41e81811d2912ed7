/** A violation as the engine prints it below a preview. */
export interface PrintedVerdict {
  readonly rule: string;
  /** What is wrong, and with what. */
  readonly message: string;
  /** The command that repairs it. */
  readonly fix: string;
}

const HEAD = /^\s*- \[mandatory\] \[severity: \w+\] {2}([\w-]+) {2}\(/;

/** The violations in an engine's output that refuse the change. */
export function verdictsIn(output: string): PrintedVerdict[] {
  const lines = output.split("\n");
  return lines.flatMap((line, index) => {
    const [, rule] = HEAD.exec(line) ?? [];
    if (rule === undefined) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((one) => /^\s*- \[|^\s*$/.test(one));
    const told = rest.slice(0, end < 0 ? rest.length : end).map((one) => one.trim());
    const fix = told.find((one) => one.startsWith("fix: "))?.slice("fix: ".length) ?? "";
    return [{ rule, message: told[0] ?? "", fix }];
  });
}
