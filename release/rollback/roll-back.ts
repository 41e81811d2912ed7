import { firstLine } from "../../checks/first-line.ts";
import type { Author, Evidence } from "../evidence/evidence.ts";
import { patiently } from "../site/patiently.ts";
import type { Site } from "../site/site.ts";
import { type Back, briefly, bringBack, look } from "./bring-back.ts";
import { askDomain } from "./domain.ts";
import { Journal } from "./journal.ts";
import { isDone, overtaken, requireDown } from "./refusals.ts";
import { nameOf, type RollbackOrder, type RollbackReport, rolloutOf, servingIn, tasksOf, untouched } from "./report.ts";
import { flushJournal, type Settled, settle } from "./settle.ts";
import type { RollbackTarget } from "./target.ts";

/** What it needs. Only `target` and `site` have to work. */
export interface RollbackParts {
  readonly target: RollbackTarget;
  readonly site: Site;
  readonly evidence: Evidence;
  readonly author: () => Promise<Author>;
  /** For GitHub: `GITHUB_TOKEN`, `GITHUB_BASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** One line of progress, for people. */
  readonly tell: (line: string) => void;
}

/**
 * Takes users back to 0 % or to an earlier step (S2.10): Vercel first, with nothing asked of anybody else; then, as far as
 * it can be reached, the record of it and the pull request that makes Git say the same. Stopped after the first part,
 * it writes down what is left. Safe to run twice, also at once.
 * Render is left alone: a percent is a matter of the frontend.
 * @throws UserError where users cannot be brought back, or `to` is no step down
 */
export async function rollBack(order: RollbackOrder, parts: RollbackParts): Promise<RollbackReport> {
  const { target, site, signal, tell } = parts;
  const { to } = order;
  const before = await look(site, signal);
  requireDown(to, target, before);
  if (isDone(to, target, before)) return untouched(target, to, before);

  const first = await bringBack(site, to, before, parts);
  if (!first.back) throw overtaken(to, first.serving);
  tell(`users have ${to} %${first.serving ? `: production is ${first.serving.id}` : ", as there is no deployment"}`);
  const domain = target.domain === undefined ? undefined : await asked(target.domain, signal);

  tell("recording it, and opening the pull request that lowers the percent in Git");
  const { journal, ...settled } = await settleAll(order, first, parts);
  const last = await finish(first, settled, parts);
  return {
    ...untouched(target, to, before),
    already: false,
    back: last.back,
    serving: servingIn(last.serving),
    flagFailure: last.flagFailure ? firstLine(last.flagFailure) : null,
    domain: domain ?? null,
    done: settled.done,
    left: [...settled.left.map(({ task, why }) => `${nameOf(task)}: ${why}`), ...backends(target)],
    pullRequest: settled.pullRequest ?? last.hold.pullRequest ?? null,
    journal: journal ?? null,
  };
}

const asked = async (name: string, signal: AbortSignal) => ({
  name,
  ...(await askDomain(name, signal).catch(() => ({ unreachable: "not asked to the end" }))),
});

/** Everything but Vercel; what cannot be done is written down. */
async function settleAll(order: RollbackOrder, back: Back, parts: RollbackParts) {
  const { target, tell, author } = parts;
  const earlier = back.flagFailure ? undefined : await flushJournal(parts).catch(() => undefined);
  const settled = await settle(tasksOf(order, back, target, await author()), parts);
  const done = [...(earlier?.done ?? []), ...settled.done];
  if (settled.left.length === 0) return { ...settled, done, journal: undefined };
  const tasks = settled.left.map(({ task }) => task);
  const journal = await new Journal(target.home, rolloutOf(target)).keep(tasks).catch((error: unknown) => {
    tell(`what is left could not be written down: ${firstLine(error)}`);
    return undefined;
  });
  return { ...settled, done, journal };
}

/** Users are back at an old version whose backend may be gone. */
const backends = ({ declared, file }: RollbackTarget): string[] =>
  declared?.legacy === "removed" || declared?.legacy === "retired"
    ? [
        `the old version's endpoint: ${file} declares it ${declared.legacy}; bring its backend back, or its users get errors`,
      ]
    : [];

/** The hold learns of the pull request; and users still have the percent, though a promotion was under way meanwhile. */
async function finish(first: Back, { pullRequest }: Settled, parts: RollbackParts): Promise<Back> {
  const { site, signal, tell } = parts;
  if (signal.aborted) return first;
  const hold = pullRequest === undefined ? first.hold : { ...first.hold, pullRequest };
  const limit = briefly(signal);
  const change = () => site.setFlag(`${hold.percent}`, hold, limit);
  const failed = await patiently(change, limit).then(
    () => undefined,
    (error: Error) => error,
  );
  // A hold that only misses the pull request's address holds all the same.
  const flagFailure = first.flagFailure && failed;
  const now = await look(site, signal).catch(() => undefined);
  if (!now?.production || now.production.percent === hold.percent) return { ...first, hold, flagFailure };
  tell(`${now.production.id} was promoted meanwhile; going back once more`);
  const again = await bringBack(site, hold.percent, { ...now, hold }, parts);
  if (!again.back) throw overtaken(hold.percent, again.serving);
  return again;
}
