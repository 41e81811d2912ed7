import { firstLine } from "../../checks/first-line.ts";
import { patiently } from "../site/patiently.ts";
import type { FlagHold, ProductionDeployment, Reality, Site } from "../site/site.ts";
import { VercelApiError } from "../site/vercel-error.ts";

/** What happened at Vercel. */
export interface Back {
  readonly before: Reality;
  /** What serves now; undefined where nothing serves. */
  readonly serving: ProductionDeployment | undefined;
  /** Whether Vercel says that users have the percent. */
  readonly back: boolean;
  readonly hold: FlagHold;
  /** Why the flag is not as it should be; undefined where it is. */
  readonly flagFailure: Error | undefined;
}

export interface BringBackOptions {
  readonly signal: AbortSignal;
  /** One line of progress, for people. */
  readonly tell: (line: string) => void;
}

/** The longest that one of Vercel's parts may keep users waiting for what the others can do. */
const LONGEST_MS = 25_000;
export const briefly = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);

/**
 * What users have. Where Vercel does not tell of the flag, the deployment alone will do: a trouble with one of Vercel's
 * parts must not keep users from going back.
 */
export async function look(site: Site, signal: AbortSignal): Promise<Reality> {
  try {
    return await site.reality(briefly(signal));
  } catch (error) {
    signal.throwIfAborted();
    const production = await site.serving(signal).catch(() => {
      throw error;
    });
    return { production, flag: undefined, hold: undefined };
  }
}

/** How often somebody else may promote at the same time, or a build may not be promotable, before it is given up. */
const ROUNDS = 8;
/** So many ready builds are tried before a new one is made. */
const MOST_USELESS = 3;

/**
 * Gives users this percent again: the flag first, which stops promotions under way, then production's domains to a build
 * with the percent, which is made where there is none. Does only what is left to do, so it may run twice, also at once.
 */
export async function bringBack(site: Site, to: number, before: Reality, options: BringBackOptions): Promise<Back> {
  const { signal, tell } = options;
  const hold = holdOf(to, before);
  const flagFailure = await setFlag(site, to, hold, options);
  const back = { before, hold, flagFailure };
  let reality = before;
  let promoted = false;
  const useless = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { production } = reality;
    if (!production || production.percent === to) return { ...back, serving: production, back: true };
    if (promoted) tell(`${production.id} was promoted meanwhile; pointing production's domains back`);
    const build = await buildFor(site, to, before.production ?? production, useless, options);
    tell(`promoting ${build.id}, built with ${to} %`);
    const failure = await failureOf(
      patiently(() => site.promote(build.id, signal), signal),
      signal,
    );
    if (failure) tell(`${build.id} could not be promoted: ${firstLine(failure)}`);
    promoted = !failure || isOvertaken(failure);
    if (!promoted) useless.add(build.id);
    reality = await look(site, signal);
  }
  return { ...back, serving: reality.production, back: reality.production?.percent === to };
}

/** The hold that stands already, where it is as strict: a second run changes nothing. */
function holdOf(percent: number, { hold, production }: Reality): FlagHold {
  if (hold?.percent === percent) return hold;
  return { percent, at: new Date(), ...(production?.commit ? { commit: production.commit } : {}) };
}

/** The best ready build, else a new one. */
async function buildFor(
  site: Site,
  to: number,
  from: ProductionDeployment,
  useless: ReadonlySet<string>,
  { signal, tell }: BringBackOptions,
): Promise<ProductionDeployment> {
  const ready = await site.ready(to, from.commit, signal);
  const best = useless.size < MOST_USELESS ? ready.find(({ id }) => !useless.has(id)) : undefined;
  if (best) return best;
  tell(`no build with ${to} % is ready; building ${from.commit?.slice(0, 7) ?? from.id} again, which takes minutes`);
  return patiently(() => site.build(to, from, signal), signal);
}

/** An error is kept, not thrown: users go back also where the flag cannot be changed. */
async function setFlag(site: Site, to: number, hold: FlagHold, { signal, tell }: BringBackOptions) {
  tell(`setting the flag to ${to}`);
  const limit = briefly(signal);
  const failure = await failureOf(
    patiently(() => site.setFlag(`${to}`, hold, limit), limit),
    signal,
  );
  if (failure) tell(`the flag could not be set: ${firstLine(failure)}`);
  return failure;
}

/** Why it failed, as a value; when it was stopped, it throws. */
async function failureOf(change: Promise<unknown>, signal: AbortSignal): Promise<Error | undefined> {
  try {
    await change;
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}

const isOvertaken = (error: unknown) => error instanceof VercelApiError && error.code === "VERCEL_PROMOTION_OVERTAKEN";
