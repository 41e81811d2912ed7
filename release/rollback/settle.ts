import { firstLine } from "../../checks/first-line.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { Evidence, History } from "../evidence/evidence.ts";
import { within } from "../evidence/within.ts";
import { recordedOf } from "../ladder/recorded.ts";
import { realPercent } from "../promotion/real.ts";
import type { Reality, Site } from "../site/site.ts";
import { openRepository, saidBy } from "./github.ts";
import { Journal } from "./journal.ts";
import { openPullRequest } from "./pull-request.ts";
import { rolloutOf } from "./report.ts";
import type { RollbackTarget } from "./target.ts";
import type { Task } from "./tasks.ts";

/** What follows a rollback, and may fail without keeping it from anybody. */
export interface Settled {
  /** Lines for people. */
  readonly done: readonly string[];
  /** What could not be done, each with why. */
  readonly left: readonly { readonly task: Task; readonly why: string }[];
  readonly pullRequest: string | undefined;
}

export interface SettleParts {
  readonly target: RollbackTarget;
  readonly evidence: Evidence;
  readonly env: NodeJS.ProcessEnv;
  /** Stopped, it leaves the rest to the next command. */
  readonly signal: AbortSignal;
}

/** Nothing here may hang: a database that takes connections and says nothing is as bad as none. */
const LONGEST_MS = 30_000;

/** Records, and opens the pull request. Each is tried, whatever becomes of the others. */
export async function settle(tasks: readonly Task[], parts: SettleParts): Promise<Settled> {
  const done: string[] = [];
  const left: { task: Task; why: string }[] = [];
  let pullRequest: string | undefined;
  const todo = [...tasks];
  for (let task = todo.shift(); task; task = todo.shift()) {
    try {
      const { line, url } = await inTime(() => doneBy(task, parts), parts.signal);
      done.push(line);
      pullRequest = url ?? pullRequest;
      if (url !== undefined && task.task === "pull-request")
        todo.push({
          task: "record",
          moved: false,
          fact: { kind: "pull-request", url },
          author: { actor: task.lowering.actor },
        });
    } catch (error) {
      left.push({ task, why: task.task === "record" ? firstLine(error) : saidBy(error) });
    }
  }
  return { done, left, pullRequest };
}

/** Does what earlier rollbacks on this machine could not do; what still cannot be done stays for the next time. */
export async function flushJournal(parts: SettleParts & { readonly site: Pick<Site, "reality"> }): Promise<Settled> {
  const journal = new Journal(parts.target.home, rolloutOf(parts.target));
  const entries = await journal.entries();
  const all: Settled[] = [];
  const reality = entries.length > 0 ? await parts.site.reality(parts.signal) : undefined;
  for (const { file, tasks } of entries) {
    if (reality && (await isMoot(tasks, reality, parts))) {
      await journal.drop(file);
      continue;
    }
    const settled = await settle(tasks.map(late), parts);
    all.push(settled);
    if (settled.left.length > 0 && settled.left.length === tasks.length && settled.done.length === 0) continue;
    if (settled.left.length > 0) await journal.keep(settled.left.map(({ task }) => task));
    await journal.drop(file);
  }
  return {
    done: all.flatMap(({ done }) => done),
    left: all.flatMap(({ left }) => left),
    pullRequest: all.map((one) => one.pullRequest).findLast((url) => url !== undefined),
  };
}

/**
 * Whether the rollout has moved on, so that recording an old rollback would only stop it: nothing is held at the flag, and
 * users have more by now, or the evidence knows of it. A flag that could not be set holds nothing either.
 */
async function isMoot(
  tasks: readonly Task[],
  reality: Reality,
  { evidence }: Pick<SettleParts, "evidence">,
): Promise<boolean> {
  if (reality.hold) return false;
  const to = Math.max(...tasks.map((one) => (one.task === "record" ? toOf(one.fact) : one.lowering.to.percent)));
  const users = realPercent(reality);
  if (users === undefined || users > to) return true;
  const { position, rollback } = recordedOf((await evidence.history()).events);
  return (position === undefined || position.percent <= to) && rollback?.reconciled !== false;
}

const toOf = (fact: Extract<Task, { task: "record" }>["fact"]): number =>
  fact.kind === "rolled-back" ? fact.to.percent : 0;

interface Done {
  readonly line: string;
  readonly url?: string;
}

async function doneBy(task: Task, { target, evidence, env }: SettleParts): Promise<Done> {
  if (task.task === "record") {
    const { fact, author } = task;
    if (isRecorded(task, await evidence.history())) return { line: `${titles[fact.kind]} was recorded already` };
    await evidence.record(fact, author);
    return { line: `${titles[fact.kind]} is recorded` };
  }
  const { lowering } = task;
  const opened = await openPullRequest(await openRepository(target, env), lowering);
  if ("already" in opened) return { line: `${target.file} in Git is at ${lowering.to.percent} % or lower already` };
  return { line: `the pull request ${remoteText(opened.url)} lowers the percent in Git`, url: opened.url };
}

/** By now it may have been recorded, and explained, from elsewhere. */
const late = (task: Task): Task => (task.task === "record" ? { ...task, moved: false } : task);

const titles = { "rolled-back": "the rollback", "pull-request": "the pull request" } as const;

/** Two runs of one rollback leave one row, unless they are at it in the same moment: then two, which say the same. */
function isRecorded({ fact, moved }: Extract<Task, { task: "record" }>, { events }: History): boolean {
  const last = events.findLast(({ kind }) => !beside.includes(kind) && (moved || kind !== "explained"));
  if (fact.kind === "rolled-back") return last?.kind === "rolled-back" && last.to.percent === fact.to.percent;
  const since = events.slice(events.findLastIndex(({ kind }) => kind === "rolled-back") + 1);
  return since.some((one) => one.kind === "pull-request" && fact.kind === one.kind && one.url === fact.url);
}

/** What may happen after a rollback without anything being different. */
const beside = ["pull-request", "complaint", "held", "lifted", "declared"];

/** Not even begun once somebody has asked to stop. */
async function inTime<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Error("stopped before it");
  return within(begin(), LONGEST_MS, signal);
}
