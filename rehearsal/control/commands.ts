import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";
import { isAlive } from "../../engine/bootstrap/is-alive.js";
import { type KeptWorld, keptWorld, keptWorlds, pageUrlOf } from "../kept.ts";
import { KeptWorldError } from "../kept-error.ts";
import { span } from "../page/html/time.ts";
import { ask } from "./client.ts";
import { AdvanceAnswer, FaultsAnswer, PushAnswer, SnapshotAnswer, StatusAnswer, StopAnswer } from "./requests.ts";

/** Which world is meant, and whether a program reads the answer. */
export interface Asking {
  readonly project: string;
  readonly name?: string | undefined;
  readonly json: boolean;
}

const told = ({ json }: Asking, data: unknown, text: string): string =>
  json ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`;

/** Every kept world, or the one that is meant: where it is, and how it stands. @throws {KeptWorldError} */
export async function status(asking: Asking): Promise<string> {
  const { project, name } = asking;
  const first = await keptWorld(project, name).catch((error: unknown) => {
    if (error instanceof KeptWorldError && error.code === "SEVERAL_WORLDS") return undefined;
    throw error;
  });
  const worlds = first ? [first] : await keptWorlds(project);
  const all = await Promise.all(
    worlds.map(async (world) => ({
      ...identityOf(world),
      ...(await ask(world, { method: "GET", path: "/status", answer: StatusAnswer })),
    })),
  );
  return told(asking, { worlds: all }, all.map(describe).join("\n\n"));
}

const identityOf = (world: KeptWorld) => {
  const { name, stack, pid, startedAt } = world;
  return { name, stack, pid, startedAt, page: pageUrlOf(world) };
};

/** `vercelEnv` as `Vercel env`. */
const inWords = (noun: string) =>
  noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^vercel/, "Vercel");

function describe(world: ReturnType<typeof identityOf> & z.infer<typeof StatusAnswer>): string {
  const { name, stack, pid, page, verdict, reasons, advancedMs, inventory, unanswered, faults } = world;
  const things = Object.entries(inventory).flatMap(([noun, names]) =>
    names.length > 0 ? `${names.length} ${inWords(noun)}` : [],
  );
  return [
    `${name}: ${verdict.word}`,
    ...reasons.map((reason) => `  - ${reason}`),
    `  page      ${page}`,
    `  stack     ${stack}, kept by process ${pid}`,
    `  time      ${world.now}${advancedMs > 0 ? `, advanced by ${span(advancedMs)}` : advancedMs < 0 ? `, put back by ${span(-advancedMs)}` : ""}`,
    `  holds     ${things.join(", ") || "nothing yet"}`,
    `  faults    ${faults.length} waiting; ${unanswered.length} requests that nobody answered`,
  ].join("\n");
}

export async function snapshot(asking: Asking, name: string, { replace }: { replace: boolean }): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  await tellWait(world);
  const body = { name, replace };
  const taken = await ask(world, { method: "POST", path: "/snapshot", body, answer: SnapshotAnswer });
  return told(
    asking,
    taken,
    `The world ${world.name} is in .cutover/snapshots/${name}. It holds its secrets: keep it to yourself.`,
  );
}

/** A snapshot is taken when nothing is under way; what is, may take long. */
async function tellWait(world: KeptWorld): Promise<void> {
  const { verdict, reasons } = await ask(world, { method: "GET", path: "/status", answer: StatusAnswer });
  if (verdict.tone === "busy") process.stderr.write(`Waiting until this is over: ${reasons.join(" ")}\n`);
}

export async function restore(asking: Asking, name: string): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  const taken = await ask(world, { method: "POST", path: "/restore", body: { name }, answer: SnapshotAnswer });
  return told(asking, taken, `The world ${world.name} is as it was when ${name} was taken, at ${taken.takenAt}.`);
}

export async function push(
  asking: Asking,
  commit: { readonly message: string; readonly branch?: string; readonly app: Readonly<Record<string, unknown>> },
): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  const pushed = await ask(world, { method: "POST", path: "/push", body: commit, answer: PushAnswer });
  const { sha, message, branch, underWay } = pushed;
  const effect = underWay.length > 0 ? underWay : ["No deploy has begun: nothing here deploys a push by itself."];
  return told(asking, pushed, [`${sha.slice(0, 7)} ${message}, pushed to ${branch}`, ...effect].join("\n"));
}

export async function addFault(asking: Asking, fault: unknown): Promise<string> {
  return faults(asking, { method: "POST", path: "/faults", body: fault });
}
export async function listFaults(asking: Asking): Promise<string> {
  return faults(asking, { method: "GET", path: "/faults" });
}
export async function clearFaults(asking: Asking): Promise<string> {
  return faults(asking, { method: "DELETE", path: "/faults" });
}

async function faults(
  asking: Asking,
  call: { readonly method: "GET" | "POST" | "DELETE"; readonly path: string; readonly body?: unknown },
): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  const answer = await ask(world, { ...call, answer: FaultsAnswer });
  const lines = answer.faults.map((fault) => JSON.stringify(fault));
  return told(asking, answer, lines.join("\n") || "No fault waits.");
}

export async function advance(asking: Asking, ms: number): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  const now = await ask(world, { method: "POST", path: "/advance", body: { ms }, answer: AdvanceAnswer });
  return told(
    asking,
    now,
    `It is ${now.now} in the world ${world.name}, ${span(Math.abs(now.advancedMs))} ${now.advancedMs < 0 ? "behind this machine" : "ahead"}.`,
  );
}

/** Ends the world, and returns when its process has. */
export async function stop(asking: Asking): Promise<string> {
  const world = await keptWorld(asking.project, asking.name);
  await ask(world, { method: "POST", path: "/stop", answer: StopAnswer });
  const deadline = performance.now() + 30_000;
  while (isAlive(world.pid)) {
    if (performance.now() > deadline)
      throw new KeptWorldError("WORLD_STAYS", {
        what: `the world ${world.name} was asked to end, and its process ${world.pid} still runs after 30 s`,
        fixes: [`kill ${world.pid}`],
      });
    await pause(50);
  }
  return told(
    asking,
    { stopped: world.name },
    `The world ${world.name} has ended; nothing of it is left but its snapshots.`,
  );
}
