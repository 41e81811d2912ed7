import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkStackFile } from "../config/stack-file.ts";
import { ensureEngine } from "../engine/ready.ts";
import { parseState } from "../judgement/state-file.ts";
import { UserError } from "../providers/protocol/errors.ts";
import type { Before } from "../rehearsal/before/bring-up.ts";
import type { Rehearsal } from "../rehearsal/open.ts";
import { nameOf } from "../release/ladder/positions.ts";
import { placeOf } from "../release/subject/place.ts";
import { type StackPlace, type StackText, stackText } from "../release/subject/stack-text.ts";
import { changeOf } from "../review/base/change.ts";
import { commitOf, fileAt } from "../review/base/git.ts";
import { programAt } from "../review/base/program-at.ts";
import { type Previewed, previewOf } from "../review/preview.ts";
import { differencesOf } from "../review/projection/differences.ts";
import { projectionOf } from "../review/projection/project.ts";
import { type Projection, parseProjection } from "../review/projection/projection.ts";
import { asRehearsed } from "../review/rehearsed.ts";
import type { Review } from "../review/review.ts";
import { reportInJob } from "./job-summary.ts";
import { exitCodeOf, type PreviewOptions, tell } from "./preview-tell.ts";

/** Options of `cutover preview --rehearse` beside those of every preview. */
export interface RehearseOptions {
  readonly rehearse: boolean;
  readonly stateProjection?: string;
}

/**
 * Previews what is here in a rehearsal, after what was there before: needs no credential, hands none on, and reaches nothing
 * outside of this machine (D15). Tells, and gives the exit code.
 */
export async function previewRehearsed(
  options: PreviewOptions & RehearseOptions,
  signal: AbortSignal,
): Promise<number> {
  try {
    const place = placeOf(options.stack, process.env);
    const ours = await stackText(place);
    const projection =
      options.stateProjection === undefined ? undefined : await readProjection(options.stateProjection);
    if (projection && projection.stack !== ours.stack) throw otherStack(projection.stack, ours.stack);
    const previewed = await previewedOf(place, ours, options.base ?? "HEAD", signal);
    const review = await rehearse(previewed, place, projection);
    if (signal.aborted) return 130;
    await tell(review, options);
    return exitCodeOf(review);
  } catch (error) {
    if (signal.aborted) return 130;
    return (await reportInJob("There is no rehearsal", error)) === 2 ? 2 : 3;
  }
}

type Asked = Omit<Previewed, "env" | "base"> & { readonly base: string };

async function previewedOf(place: StackPlace, ours: StackText, ref: string, signal: AbortSignal): Promise<Asked> {
  const [base, head] = await Promise.all([commitOf(place, ref), commitOf(place, "HEAD")]);
  // What is not committed yet is previewed, but Git does not tell it file by file.
  const change = base === head ? undefined : await changeOf(place, ours.name, base, head);
  const { project } = place;
  return { stack: ours.stack, file: ours, head, base, change, trust: "rehearsal", unseen: [], project, signal };
}

async function rehearse(asked: Asked, place: StackPlace, projection: Projection | undefined): Promise<Review> {
  const { stack, file, project, base, signal } = asked;
  // A file with faults is told as it is, without a world.
  if (checkStackFile(file.text, stack).faults.length > 0) return previewOf({ ...asked, env: {} });
  await ensureEngine(process.env);
  say("Emulating the vendors…");
  // Everything above is told in less time than it takes to load a world.
  const { openRehearsal } = await import("../rehearsal/open.ts");
  const rehearsal = await openRehearsal({ project, stack, signal });
  try {
    const text = await fileAt(place, base, file.name);
    const emulated = [OF_THIS_WORLD];
    if (text === undefined || checkStackFile(text, stack).faults.length > 0)
      emulated.push(`${base.slice(0, 12)} has no ${file.name} that can be used: everything is created`);
    else {
      say(`Bringing up ${stack} as it is in ${base.slice(0, 12)}…`);
      const program = join(rehearsal.world.folder, "before");
      await programAt(place, base, program);
      emulated.push(await before(rehearsal, { program, text, position: projection?.rollout }, base));
      if (projection) emulated.push(...(await unlike(rehearsal, projection)));
    }
    say(`Previewing ${stack}…`);
    const { insideWorld } = await import("../rehearsal/environment.ts");
    const env = insideWorld(process.env, rehearsal.env);
    return asRehearsed(await previewOf({ ...asked, env }), emulated);
  } finally {
    await rehearsal.close();
  }
}

const OF_THIS_WORLD =
  "vendors, database, users and secrets are made up on the machine that previewed; no credential was there";

async function before(rehearsal: Rehearsal, was: Before, base: string): Promise<string> {
  const { bringUpBefore } = await import("../rehearsal/before/bring-up.ts");
  const position = await bringUpBefore(rehearsal, was);
  const users = position ? `, with the rollout at ${nameOf(position)}` : "";
  return `the stack was brought up as ${base.slice(0, 12)} has it${users}`;
}

/** How the real stack differs from the emulated one; a few of many. */
async function unlike({ pulumi }: Rehearsal, projection: Projection): Promise<string[]> {
  const { stdout } = await pulumi(["stack", "export"]);
  const differences = differencesOf(projection, projectionOf(parseState(stdout, "the rehearsal's state")));
  const more = differences.length - TOLD;
  return [...differences.slice(0, TOLD), ...(more > 0 ? [`and ${more} more differences from the real stack`] : [])];
}
const TOLD = 20;

async function readProjection(path: string): Promise<Projection> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      "PROJECTION_UNREADABLE",
      `PROJECTION_UNREADABLE: ${path} cannot be read (${error.code})\n  at --state-projection\n  fix: pulumi stack export | npx cutover preview project > ${path}`,
    );
  });
  return parseProjection(text, path);
}

const otherStack = (of: string, stack: string): UserError =>
  new UserError(
    "REQUEST_INVALID",
    `the projection is of stack ${of}; expected ${stack}\n  at --state-projection\n  fix: pulumi stack export --stack ${stack} | npx cutover preview project`,
  );

function say(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${what}\n`);
}
