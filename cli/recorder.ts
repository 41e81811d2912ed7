import type { EventFact, Evidence, RolloutEvent } from "../release/evidence/evidence.ts";
import { rolloutOf } from "../release/rollback/report.ts";
import { flushJournal } from "../release/rollback/settle.ts";
import { type RollbackTarget, rollbackTarget } from "../release/rollback/target.ts";
import { openSite } from "../release/site/vercel-site.ts";
import { authorOf } from "../release/subject/author.ts";
import { evidenceIn } from "../release/subject/evidence-in.ts";
import { placeOf } from "../release/subject/place.ts";

/** What commands that record something have in common. */
export interface Recorder {
  readonly rollout: string;
  /** What is on record, with what earlier rollbacks on this machine could not record. */
  events(): Promise<readonly RolloutEvent[]>;
  /** Records it, after those. */
  record(fact: EventFact): Promise<RolloutEvent>;
  close(): Promise<void>;
}

/** Opens the evidence of a stack's rollout. Asks nobody yet. @throws ConfigError */
export async function recorderOf(stack: string | undefined, env: NodeJS.ProcessEnv): Promise<Recorder> {
  const target = await rollbackTarget(placeOf(stack, env));
  const rollout = rolloutOf(target);
  const evidence = evidenceIn(env, rollout);
  // Older things first, so that they stand in their order.
  let flushed: Promise<void> | undefined;
  const flush = () => (flushed ??= flushEarlier(target, evidence, env).catch(() => {}));
  return {
    rollout,
    async events() {
      await flush();
      return (await evidence.history()).events;
    },
    async record(fact) {
      await flush();
      return evidence.record(fact, await authorOf(target.project, env));
    },
    close: () => evidence.close().catch(() => {}),
  };
}

/** Only where Vercel can be asked whether they matter still; else the next command does it. */
async function flushEarlier(target: RollbackTarget, evidence: Evidence, env: NodeJS.ProcessEnv): Promise<void> {
  const { VERCEL_API_TOKEN: token, VERCEL_BASE_URL: baseUrl } = env;
  if (!token) return;
  const { team, frontend: project, flag } = target;
  const site = openSite({ token, baseUrl, team, project, flag });
  const { done } = await flushJournal({ target, site, evidence, env, signal: AbortSignal.timeout(30_000) });
  for (const line of done) process.stderr.write(`  from an earlier rollback: ${line}\n`);
}
