export type Segment = string | number;

/** `cutover:env.backend["A.B"][0]` → `cutover:env`, `backend`, `A.B`, 0: Pulumi's notation, read leniently. */
export function segmentsOf(key: string): Segment[] {
  const parts = key.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/g);
  return [...parts].map(([, index, quoted, plain]) =>
    index !== undefined ? Number(index) : (quoted?.replace(/\\(.)/g, "$1") ?? plain ?? ""),
  );
}
