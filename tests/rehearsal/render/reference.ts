import { existsSync, readFileSync } from "node:fs";
import type { Json } from "./render-world.ts";

/** A vendor reference file beside the repository, or undefined where it is not there: tests over it are then skipped. */
export function reference(name: string): Json | undefined {
  const file = new URL(`../../../../shared/vendor/${name}`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
