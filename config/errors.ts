import type { Fault } from "./faults/fault.ts";

/**
 * A stack's configuration cannot be used. The message tells every fault at once, three lines each: what is wrong and
 * what is allowed, where, how to fix it. It holds no secret.
 */
export class ConfigError extends Error {
  readonly code = "CONFIG_INVALID";
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(describeFaults(faults));
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** All faults as text; more than one are counted first. */
export function describeFaults(faults: readonly Fault[]): string {
  const told = faults.map(({ code, what, where, fix }) => `${code}: ${what}\n  at ${where}\n  fix: ${fix}`);
  return told.length === 1 ? told.join("") : [`The configuration has ${told.length} faults.`, ...told].join("\n\n");
}
