import { z } from "zod";

/** A response header that a static site adds, as sent. */
export const HeaderInput = z.object({ path: z.string().min(1), name: z.string().min(1), value: z.string() });
export const HeaderInputs = z.array(HeaderInput).nullish();

/** A redirect or rewrite of a static site, as sent. */
export const RouteInput = z.object({
  type: z.enum(["redirect", "rewrite"]),
  source: z.string().min(1),
  destination: z.string().min(1),
});
export const RouteInputs = z.array(RouteInput).nullish();

export interface HeaderRule extends z.infer<typeof HeaderInput> {
  readonly id: string;
}

/** Its priority is its place in the list. */
export interface RouteRule extends z.infer<typeof RouteInput> {
  readonly id: string;
}

/** A path as rules write it: `*` stands for anything, `:name` for one step. */
export function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split(/(\*|:\w+)/)
    .map((part) => (part === "*" ? ".*" : part.startsWith(":") ? "[^/]+" : RegExp.escape(part)))
    .join("");
  return new RegExp(`^${source}$`).test(path);
}
