import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseState, StateFileError } from "../judgement/state-file.ts";
import { projectionOf } from "../review/projection/project.ts";
import { reportError } from "./report-error.ts";

/** Options of `cutover preview project`. */
export interface ProjectOptions {
  readonly state: string;
}

/** Prints the projection of a state, and gives the exit code. */
export async function projectState({ state: path }: ProjectOptions): Promise<number> {
  try {
    const given = await (path === "-" ? text(process.stdin) : readFile(path, "utf8")).catch((error: Error) => {
      throw new StateFileError(path, error.message);
    });
    process.stdout.write(`${JSON.stringify(projectionOf(parseState(given, path)), undefined, 2)}\n`);
    return 0;
  } catch (error) {
    reportError(error);
    return 2;
  }
}
