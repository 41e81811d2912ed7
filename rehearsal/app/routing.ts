import { createHash } from "node:crypto";

/** The user's bucket, 0 to 99: the same for every deployment, so a raised percent only ever adds users. */
export const bucketOf = (userId: string): number => createHash("sha256").update(userId).digest().readUInt32BE() % 100;

/** Where a user's import goes. `percent` is text as the environment has it; missing or malformed means 0. */
export function routeOf(userId: string, percent: string | undefined): "v1" | "v2" {
  return bucketOf(userId) < Number.parseInt(percent ?? "0", 10) ? "v2" : "v1";
}
