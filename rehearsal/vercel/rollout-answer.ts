import type { Rollout } from "./project-entities.ts";
import type { Store } from "./store.ts";

/** A rolling release as its routes tell it. */
export function rolloutAnswer(store: Store, rollout: Rollout): Record<string, unknown> {
  const stages = rollout.stages.map(({ targetPercentage, duration, requireApproval, linearShift }, index) => ({
    index,
    targetPercentage,
    duration: duration ?? null,
    requireApproval: requireApproval ?? false,
    isFinalStage: index === rollout.stages.length - 1,
    ...(linearShift === undefined ? {} : { linearShift }),
  }));
  const active = rollout.state === "ACTIVE";
  return {
    state: rollout.state,
    substate: null,
    advancementType: rollout.advancementType,
    currentDeployment: deploymentAnswer(store, rollout.currentDeploymentId),
    canaryDeployment: deploymentAnswer(store, rollout.canaryDeploymentId),
    queuedDeploymentId: null,
    stages,
    activeStage: active ? (stages[rollout.stage] ?? null) : null,
    nextStage: active ? (stages[rollout.stage + 1] ?? null) : null,
    ...(active ? { currentCanaryPercentage: stages[rollout.stage]?.targetPercentage ?? 0 } : {}),
    startedAt: rollout.startedAt,
    updatedAt: rollout.updatedAt,
  };
}

function deploymentAnswer({ deployments }: Store, id: string): Record<string, unknown> | null {
  const deployment = deployments.get(id);
  if (!deployment) return null;
  const { name, url, target, source, createdAt, state, readyAt } = deployment;
  return {
    ...{ id, name, url, source, createdAt, readyState: state, target: target === "preview" ? null : target },
    ...(readyAt === undefined ? {} : { readyStateAt: readyAt }),
  };
}
