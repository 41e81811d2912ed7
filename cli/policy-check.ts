import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import pc from "picocolors";
import { exitCodeOf, type Report } from "../judgement/report.ts";
import type { ExportedState } from "../judgement/state-file.ts";
import packageJson from "../package.json" with { type: "json" };
import { placeOf, projectFolder } from "../release/subject/place.ts";
import { type StackPlace, type StackText, stackText } from "../release/subject/stack-text.ts";
import { reportError } from "./report-error.ts";

/** Options of `cutover policy check`. */
export interface CheckOptions {
  readonly stack?: string;
  readonly state?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly md?: boolean;
}

/** Judges, tells, and gives the exit code: an error is told apart from violations, which are 1. */
export async function check(options: CheckOptions, signal: AbortSignal): Promise<number> {
  try {
    const report = await (options.state === undefined ? ofStack(options, signal) : ofState(options, options.state));
    if (signal.aborted) return 130;
    process.stdout.write(await told(report, options));
    for (const error of report.errors) process.stderr.write(`${pc.red("The preview failed:")} ${error}\n`);
    return exitCodeOf(report);
  } catch (error) {
    if (signal.aborted) return 130;
    return reportError(error) === 2 ? 2 : 3;
  }
}

async function ofStack({ stack }: CheckOptions, signal: AbortSignal): Promise<Report> {
  const { checkStack } = await import("../judgement/check-stack.ts");
  const place = placeOf(stack, process.env);
  const file = await stackText(place);
  if (process.stderr.isTTY) process.stderr.write(`Previewing ${place.stack}…\n`);
  return checkStack({ ...place, file, signal });
}

async function ofState({ stack }: CheckOptions, path: string): Promise<Report> {
  const { checkState } = await import("../judgement/check-state.ts");
  const { parseState, StateFileError } = await import("../judgement/state-file.ts");
  const given = await (path === "-" ? text(process.stdin) : readFile(path, "utf8")).catch((error: Error) => {
    throw new StateFileError(path, error.message);
  });
  const state = parseState(given, path);
  const place = placeOf(stack ?? state.stack, process.env);
  const file = stack === undefined ? await ownFile(place, state) : await stackText(place);
  if (state.resources.length === 0) notice("The state holds no resources: only the stack's file is judged.");
  return checkState({ stack: place.stack, state, file, project: projectFolder });
}

/** The file that is of a state, where there is one: a state may come from elsewhere. */
async function ownFile(place: StackPlace, state: ExportedState): Promise<StackText | undefined> {
  const { isOf } = await import("../judgement/state-file.ts");
  const untold = "judged as production that declares nothing";
  if (!isOf(projectFolder, state))
    return notice(`The state is of project ${state.project}, which is not this one: ${untold}.`);
  return stackText(place).catch(() => notice(`There is no file of stack ${place.stack}: ${untold}.`));
}

const notice = (text: string): undefined => void process.stderr.write(`${text}\n`);

async function told(report: Report, { json, sarif, md }: CheckOptions): Promise<string> {
  if (json) {
    const { file, ...rest } = report;
    return `${JSON.stringify({ ...rest, file: file?.name, exitCode: exitCodeOf(report) }, undefined, 2)}\n`;
  }
  if (sarif) {
    const { sarifReport } = await import("../judgement/sarif.ts");
    return `${JSON.stringify(sarifReport(report, packageJson.version), undefined, 2)}\n`;
  }
  if (md) return (await import("../judgement/markdown.ts")).markdownReport(report);
  return (await import("../judgement/text.ts")).drawReport(report, pc);
}
