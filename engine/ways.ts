import type { Way } from "./candidates.ts";
import { OLDEST_PULUMI } from "./versions.js";

const WAYS: Record<Way, string> = {
  path: `install Pulumi ${OLDEST_PULUMI} or newer: https://www.pulumi.com/docs/install/`,
  npm: "let this machine reach get.pulumi.com (HTTPS_PROXY is respected) and npm's registry, and run the command again",
  go: "install Go (https://go.dev/dl/), let it reach a Go module proxy (`go env GOPROXY`), and run the command again",
};

/** What an operator can do to get an engine, one line each; only the forced way when one is forced. */
export function waysToAnEngine(forced: Way | undefined): string[] {
  if (forced) return [WAYS[forced], "unset CUTOVER_ENGINE, so that any way will do"];
  return [
    ...Object.values(WAYS),
    "copy .cutover/engine from another clone on the same kind of machine, or name it in CUTOVER_ENGINE_DIR",
  ];
}
