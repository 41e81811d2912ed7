/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A body's JSON: `undefined` for an empty body, `broken` for one that is not JSON. */
export function jsonOf(text: string): { readonly value: unknown; readonly broken: boolean } {
  if (text.trim() === "") return { value: undefined, broken: false };
  try {
    return { value: JSON.parse(text), broken: false };
  } catch {
    return { value: undefined, broken: true };
  }
}
