import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { backendFolder, projectAt } from "./backend-folder.ts";

/** What Pulumi writes into a lock of its own ("DIY") backends. */
const LockContent = z.object({
  pid: z.number().int().positive(),
  hostname: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
});
type LockContent = z.infer<typeof LockContent>;

/** A lock whose process is gone, and which was removed. */
export interface ReleasedLock {
  readonly stack: string;
  readonly pid: number;
  readonly since: string;
  readonly file: string;
}

/** Processes start and clocks are read at slightly different moments. */
const CLOCK_SLACK_MS = 5000;

/**
 * Removes the locks that a killed Pulumi left on this project's stacks in a `file://` backend. Only a lock made on
 * this host by a process that is gone (or whose number a later process got) is touched: another host's, a living
 * one's, an unreadable one's stays, and so does every lock of another kind of backend, for `pulumi cancel` to judge.
 */
export function releaseStaleLocks(env: NodeJS.ProcessEnv, cwd: string): ReleasedLock[] {
  const project = projectAt(cwd);
  const backend = backendFolder(env, cwd, project);
  if (!project || !backend) return [];
  const folder = path.join(backend, ".pulumi", "locks", "organization", project.name);
  return lockFiles(folder).flatMap((file) => {
    const lock = readLock(file);
    if (!lock || lock.hostname !== os.hostname() || isOwnerAlive(lock)) return [];
    // The second holds the first one's content type; Pulumi's file storage writes one for each file.
    for (const part of [file, `${file}.attrs`]) fs.rmSync(part, { force: true });
    return [{ stack: path.basename(path.dirname(file)), pid: lock.pid, since: lock.timestamp, file }];
  });
}

/** One line for the operator. */
export function tellReleased({ stack, pid, since }: ReleasedLock): string {
  return `released the lock of stack ${stack}: process ${pid}, which took it at ${since}, was killed on this machine`;
}

function lockFiles(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((entry) => entry.endsWith(".json")).map((entry) => path.join(folder, entry));
}

function readLock(file: string): LockContent | undefined {
  try {
    return LockContent.safeParse(JSON.parse(fs.readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function isOwnerAlive({ pid, timestamp }: LockContent): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  const started = startOf(pid);
  return started === undefined || started <= Date.parse(timestamp) + CLOCK_SLACK_MS;
}

/** When a process started, in ms; undefined where `ps` cannot tell. */
function startOf(pid: number): number | undefined {
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env,
      timeout: 5000,
      stdio: "pipe",
    });
    const time = Date.parse(`${started.trim()} UTC`);
    return Number.isNaN(time) ? undefined : time;
  } catch {
    return undefined;
  }
}
