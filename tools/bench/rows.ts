/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly ms: number;
  readonly floorMs: number;
  /** The most memory that the Render plugin held, in MiB. */
  readonly pluginMb?: number;
}

/** A table for people, or JSON: what, milliseconds, ratio to the floor, memory. */
export function printRows(rows: readonly Row[], json: boolean): void {
  const shown = rows.map(({ what, ms, floorMs, pluginMb }) => ({
    what,
    ms: Math.round(ms),
    ratio: Number((ms / floorMs).toFixed(2)),
    ...(pluginMb === undefined ? {} : { pluginMb: Math.round(pluginMb) }),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    return;
  }
  for (const { what, ms, ratio, pluginMb } of shown) {
    const memory = pluginMb === undefined ? "" : `   plugin ${pluginMb} MiB`;
    process.stdout.write(`${what.padEnd(36)} ${`${ms} ms`.padStart(9)}  ${ratio.toFixed(2)} × floor${memory}\n`);
  }
}
