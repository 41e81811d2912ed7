import { appendFile } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import { reportError } from "./report-error.ts";

/** Where GitHub Actions shows what a job did; elsewhere nothing happens. What cannot be written there was told already. */
export async function summarise(markdown: string, { GITHUB_STEP_SUMMARY: path } = process.env): Promise<void> {
  if (!path) return;
  await appendFile(path, `${markdown.trimEnd()}\n\n`).catch((error: Error) => {
    process.stderr.write(`The job's summary was not written: ${error.message}\n`);
  });
}

/** What a terminal was told, below a title that is ours. */
export async function summariseText(title: string, text: string): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const { block } = await import("../review/comment/inert-text.ts");
  await summarise(`## ${title}\n\n${block(stripVTControlCharacters(text).trim())}`);
}

/** Tells an error to the operator and in the job's summary. @returns the exit code of `reportError` */
export async function reportInJob(title: string, error: unknown): Promise<number> {
  const code = reportError(error);
  await summariseText(title, error instanceof Error ? error.message : String(error));
  return code;
}

interface Terminal {
  write(text: string): unknown;
}

/** Two terminals that remember in one place what was written to either. */
export function remembered({ stdout, stderr }: Readonly<Record<"stdout" | "stderr", Terminal>>) {
  const said: string[] = [];
  const remembering = (terminal: Terminal): Terminal => ({
    write(text) {
      said.push(text);
      return terminal.write(text);
    },
  });
  return { stdout: remembering(stdout), stderr: remembering(stderr), said: () => said.join("") };
}
