import type { EngineEvent } from "../judgement/engine-event.ts";
import { type PreviewRun, previewRun } from "../judgement/preview-run.ts";
import { WaitedFor } from "./waited-for.ts";

/** How a preview ended. */
export interface RunEnd {
  /** What kept it from ending well, in the engine's words. */
  readonly trouble: string | undefined;
  /** That it was stopped at its deadline, and what it waited for. */
  readonly stopped: string | undefined;
}

/** Previews by the engine, which is stopped at the deadline as by Ctrl-C. @throws PrepareError where there is no engine */
export async function timelyRun(
  run: PreviewRun,
  deadlineMs: number | undefined,
  take: (event: EngineEvent) => void,
): Promise<RunEnd> {
  if (deadlineMs === undefined) return { trouble: await previewRun(run, take), stopped: undefined };
  const { stack, signal } = run;
  const deadline = AbortSignal.timeout(deadlineMs);
  const waited = new WaitedFor();
  const trouble = await previewRun({ ...run, signal: AbortSignal.any([signal, deadline]) }, (event) => {
    take(event);
    waited.take(event);
  });
  const late = trouble !== undefined && deadline.aborted && !signal.aborted;
  return { trouble, stopped: late ? tooLong(stack, deadlineMs, waited) : undefined };
}

const tooLong = (stack: string, deadlineMs: number, waited: WaitedFor): string =>
  [
    `PREVIEW_TOO_LONG: the preview of ${stack} had not ended after ${deadlineMs / 60_000} min and was stopped; it waited ${waited.text}`,
    "  at pulumi preview",
    "  fix: see whether the vendors and Pulumi's backend answer, and preview again",
  ].join("\n");
