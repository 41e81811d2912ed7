import { requireExplicitOrigins } from "./env/require-explicit-origins.ts";
import type { Rule } from "./rule.ts";
import type { ConfigOfServices } from "./subjects/backend-services.ts";
import type { ConfigOfFrontend } from "./subjects/vercel-projects.ts";
import { requireDeclaredNodeVersion } from "./vercel/require-declared-node-version.ts";

/** What rules read of a stack's configuration; the program's parsed configuration has it. */
export type JudgedConfig = ConfigOfServices & ConfigOfFrontend;

/** Every rule of the pack, in the order of the table in docs/policies.md. */
export const rules: readonly Rule<JudgedConfig>[] = [requireExplicitOrigins, requireDeclaredNodeVersion];
