/** One thing that the engine says while it works, as it stands on a line of `pulumi preview --json`. */
export type EngineEvent = Readonly<Record<string, unknown>>;

/** The event on a line; undefined for a line of another kind, and for debug messages, which hold decrypted secrets. */
export function engineEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const event: EngineEvent = JSON.parse(line);
    return isDebug(event.diagnosticEvent) ? undefined : event;
  } catch {
    // Without the cause, whose message would show a piece of the line.
    throw new Error("an event of the engine is not as expected: no JSON");
  }
}

const isDebug = (diagnostic: unknown): boolean =>
  typeof diagnostic === "object" && diagnostic !== null && Reflect.get(diagnostic, "severity") === "debug";
