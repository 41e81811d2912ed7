import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseState, StateFileError } from "../judgement/state-file.ts";
import { projectionOf } from "../review/projection/project.ts";
import type { Projection } from "../review/projection/projection.ts";
import { reportInJob, summariseText } from "./job-summary.ts";

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
    const projection = projectionOf(parseState(given, path));
    process.stdout.write(`${JSON.stringify(projection, undefined, 2)}\n`);
    await summariseText(`What rehearsals may know of ${projection.stack}`, saidOf(projection));
    return 0;
  } catch (error) {
    await reportInJob("Rehearsals go on with what they knew", error);
    return 2;
  }
}

const saidOf = ({ rollout, resources }: Projection): string =>
  `${rollout ? `Users get ${rollout.percent} %` : "It has no rollout"}; ${resources.length} resources, by type, name and settings.`;
