import type { Commit } from "../../core/git.ts";
import { type Moment, micros } from "./moment.ts";
import type { Settings } from "./settings.ts";

export type DeployStatus = keyof typeof next;
export type Trigger = "api" | "new_commit" | "rollback" | "service_resumed" | "service_updated";

/** Which status may follow which. A deploy of an image or an earlier artifact has nothing to build. */
const next = {
  created: ["queued", "canceled"],
  queued: ["build_in_progress", "pre_deploy_in_progress", "update_in_progress", "canceled"],
  build_in_progress: ["pre_deploy_in_progress", "update_in_progress", "build_failed", "canceled"],
  pre_deploy_in_progress: ["update_in_progress", "pre_deploy_failed", "canceled"],
  update_in_progress: ["live", "update_failed", "canceled"],
  live: ["deactivated"],
  deactivated: [],
  build_failed: [],
  pre_deploy_failed: [],
  update_failed: [],
  canceled: [],
} as const satisfies Record<string, readonly string[]>;

type Texts = Readonly<Record<string, string>>;

/** What a deploy runs with: the service as it was when the deploy left the queue. */
export interface Snapshot {
  readonly settings: Settings;
  /** The service's own. */
  readonly env: Texts;
  readonly secretFiles: Texts;
  /** Those of its env groups. */
  readonly groupEnv: Texts;
  readonly groupFiles: Texts;
}

export interface Deploy {
  readonly id: string;
  readonly serviceId: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly trigger: Trigger;
  /** What it is built from. An image stands in for a healthy commit of its own. */
  readonly commit: Commit;
  readonly image: { readonly ref: string; readonly sha: string } | undefined;
  /** Takes an artifact that was built before. */
  readonly prebuilt: boolean;
  readonly createdAt: Moment;
  status: DeployStatus;
  updatedAt: Moment;
  startedAt: Moment | undefined;
  finishedAt: Moment | undefined;
  /** The target's for a rollback; made whole when the deploy leaves the queue. */
  snapshot: Snapshot | undefined;
  /** Every status it had, with the moment. */
  readonly history: { readonly status: DeployStatus; readonly at: Moment }[];
}

/** On its way: it can be canceled, and another one has to wait for it. */
export const isRunning = ({ status }: Deploy): boolean => status !== "live" && next[status].length > 0;

/** It took traffic once, so its artifact can be rolled back to. */
export const wasLive = ({ status }: Deploy): boolean => status === "live" || status === "deactivated";

/** Moves a deploy on. @throws Error for a step that Render's deploys never take: a defect of the emulator. */
export function advance(deploy: Deploy, status: DeployStatus, at: Moment): void {
  const allowed: readonly DeployStatus[] = next[deploy.status];
  if (!allowed.includes(status))
    throw new Error(`Failed to advance ${deploy.id}: ${deploy.status} cannot become ${status}`);
  deploy.status = status;
  deploy.updatedAt = at;
  deploy.history.push({ status, at });
  if (status === "queued" || status === "deactivated") return;
  if (isRunning(deploy)) deploy.startedAt ??= at;
  else deploy.finishedAt = at;
}

const wholeSeconds = (time: string) => time.replace(/\.\d+Z$/, "Z");

/** Render's JSON of a deploy; `startedAt` and `finishedAt` are left out until then. */
export function deployJson(deploy: Deploy) {
  const { commit, image } = deploy;
  return {
    id: deploy.id,
    commit: image ? null : { id: commit.sha, message: commit.message, createdAt: wholeSeconds(commit.createdAt) },
    image,
    status: deploy.status,
    trigger: deploy.trigger,
    createdAt: micros(deploy.createdAt),
    updatedAt: micros(deploy.updatedAt),
    startedAt: deploy.startedAt === undefined ? undefined : micros(deploy.startedAt),
    finishedAt: deploy.finishedAt === undefined ? undefined : micros(deploy.finishedAt),
  };
}

export const statuses = Object.keys(next);
