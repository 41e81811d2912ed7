/** A command about kept worlds cannot be done: what is wrong, and the ways there are. It holds no secret. */
export class KeptWorldError extends Error {
  readonly code: string;

  /** @param code stable, for scripts and tests */
  constructor(code: string, { what, fixes = [], cause }: { what: string; fixes?: readonly string[]; cause?: unknown }) {
    const [only] = fixes;
    const told = fixes.length > 1 ? ["  fix, any one of:", ...fixes.map((fix) => `    - ${fix}`)] : [];
    const lines = [`${code}: ${what}`, ...(fixes.length === 1 ? [`  fix: ${only}`] : told)];
    super(lines.join("\n"), { cause });
    this.name = "KeptWorldError";
    this.code = code;
  }
}
