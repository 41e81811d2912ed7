import { hiding } from "../page/views/hide-secrets.ts";

/** A step's first lines say what was run, its last ones how it ended. */
const [first, last] = [60, 240];

/**
 * What was run and printed in one step, as the report keeps it: plain text without the secrets, without output that is
 * for programs (`--json`), and at most 300 lines.
 * @param heard commands, after `$ `, and lines of output
 */
export function storyLines(heard: readonly string[], secrets: readonly string[]): string[] {
  const kept: string[] = [];
  const hide = hiding(() => secrets);
  let json = false;
  for (const line of heard) {
    const command = line.startsWith("$ ");
    if (command) json = line.endsWith(" --json") || line.includes(" --json ");
    if (command || !json) kept.push(hide(line));
  }
  const left = kept.length - first - last;
  return left <= 0 ? kept : [...kept.slice(0, first), `… ${left} lines left out …`, ...kept.slice(-last)];
}
