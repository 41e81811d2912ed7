import { createHash } from "node:crypto";

/** @returns sha256, hex */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What several texts are known by together. */
export const digestOf = (parts: readonly string[]): string => sha256(parts.join("\n"));
