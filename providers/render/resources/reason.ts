import { UserError } from "../../protocol/errors.ts";

/**
 * Why what was begun is not finished, for a failure that keeps its id.
 * @param kept what an interruption leaves behind, and what the next update does with it.
 */
export function reasonOf(error: unknown, signal: AbortSignal, kept: { readonly what: string; readonly fix: string }) {
  if (signal.aborted) {
    const why = signal.reason instanceof Error ? signal.reason.message : "the operation was stopped";
    return `RENDER_INTERRUPTED: ${why}; ${kept.what}\n  fix: ${kept.fix}`;
  }
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
