import type { Deploy, DeployStatus } from "../entities/deploy.ts";
import { type EventWorld, happened } from "./happened.ts";

/** Tells what the last step of a deploy means: started and ended builds, pre-deploy commands and deploys. */
export function tellStep(world: EventWorld, deploy: Deploy): void {
  const [before, now] = deploy.history.slice(-2).map(({ status }) => status);
  if (!before || !now) return;
  const tell = (type: string, details: object) => happened(world, deploy.serviceId, type, { ...details });
  const [buildId, deployId] = [deploy.id.replace(/^dep/, "bld"), deploy.id];
  const commandId = { deployCommandExecutionId: deploy.id.replace(/^dep/, "dce"), deployId };
  const ended = outcomes[now] ?? "succeeded";
  const status = { succeeded: 2, failed: 3, canceled: 4 }[ended];
  const reason = ended === "failed" ? { failure: { evicted: false, nonZeroExit: 1 } } : {};

  if (before === "created" || before === "queued")
    if (phases.includes(now)) tell("deploy_started", { deployId, trigger: triggerOf(world, deploy) });
  if (before === "build_in_progress") tell("build_ended", { buildId, buildStatus: ended, reason, status });
  if (before === "pre_deploy_in_progress")
    tell("pre_deploy_ended", { ...commandId, preDeployStatus: ended, reason, status });
  if (now === "build_in_progress") tell("build_started", { buildId, trigger: triggerOf(world, deploy) });
  if (now === "pre_deploy_in_progress") tell("pre_deploy_started", commandId);
  if (now === "live" || outcomes[now]) {
    const of = now === "build_failed" ? { buildFailed: { id: buildId } } : reason;
    tell("deploy_ended", { deployId, deployStatus: ended, reason: of, status });
  }
}

const phases: readonly DeployStatus[] = ["build_in_progress", "pre_deploy_in_progress", "update_in_progress"];
const outcomes: Partial<Record<DeployStatus, "failed" | "canceled">> = {
  build_failed: "failed",
  pre_deploy_failed: "failed",
  update_failed: "failed",
  canceled: "canceled",
};

function triggerOf({ state }: EventWorld, deploy: Deploy) {
  const first = state.deploysOf(deploy.serviceId)[0]?.id === deploy.id;
  return {
    firstBuild: first,
    envUpdated: false,
    manual: deploy.trigger === "api" && !first,
    deployedByRender: false,
    clearCache: false,
    rollback: deploy.trigger === "rollback",
    ...(deploy.trigger === "new_commit" && { newCommit: deploy.commit.sha }),
  };
}
