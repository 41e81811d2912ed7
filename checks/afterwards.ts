import type { HttpExpectation, HttpProbe } from "./http.ts";

/** A GET that follows from a passed request: what that one only started must come to this. */
export interface Afterwards {
  /** `{name}` stands for that member of the first answer's JSON body. */
  readonly url: string;
  readonly expect: HttpExpectation;
  readonly withinMs: number;
}

/** The members of a JSON body that an address asks for. */
const MEMBER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * The probe that follows a first one, with the same headers and secrets; or the member that the first answer lacks.
 *
 * @param text the first answer's body
 */
export function probeAfter(
  first: HttpProbe,
  { url, expect }: Afterwards,
  text: string,
): HttpProbe | { readonly missing: string } {
  const members = membersOf(text);
  const missing = [...url.matchAll(MEMBER)].map(([, name = ""]) => name).find((name) => !members.has(name));
  if (missing !== undefined) return { missing };
  const target = url.replace(MEMBER, (_, name: string) => encodeURIComponent(members.get(name) ?? ""));
  const { json: _, ...request } = first.request;
  return { ...first, request: { ...request, method: "GET", url: target }, expect };
}

function membersOf(text: string): ReadonlyMap<string, string> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return new Map();
  }
  const usable = Object.entries(Object(body)).filter(
    ([, value]) => typeof value === "number" || (typeof value === "string" && value !== ""),
  );
  return new Map(usable.map(([name, value]) => [name, String(value)]));
}
