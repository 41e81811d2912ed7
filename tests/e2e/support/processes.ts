import { execa } from "execa";

/** Ids and command lines of the living processes whose environment or command line holds `mark`, ours excepted. */
export async function processesWith(mark: string): Promise<string[]> {
  // BSD and Linux `ps` both append the environment with `e`.
  const { stdout } = await execa("ps", ["axeww", "-o", "pid=,command="]);
  return stdout
    .split("\n")
    .filter((line) => line.includes(mark) && !line.includes("ps axeww"))
    .filter((line) => Number.parseInt(line, 10) !== process.pid);
}

/** Polls until `holds` is true; rejects after `withinMs` with what was seen last. */
export async function until<Seen>(
  look: () => Promise<Seen> | Seen,
  holds: (seen: Seen) => boolean,
  withinMs: number,
): Promise<Seen> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms; seen last: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
