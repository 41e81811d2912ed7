import type { Deployment, Project } from "./entities.ts";
import type { Rollout } from "./project-entities.ts";
import type { Store } from "./store.ts";

/** Rolling releases by the world's clock: stages with a duration follow each other whenever somebody looks. */
export class Rollouts {
  readonly #store: Store;
  readonly #finish: (project: Project) => void;

  /** @param finish gives all traffic to the canary. */
  constructor(store: Store, finish: (project: Project) => void) {
    this.#store = store;
    this.#finish = finish;
  }

  /** A project's last rolling release, as it stands now. */
  of(project: Project): Rollout | undefined {
    const { rollout } = project;
    while (rollout?.state === "ACTIVE" && rollout.advancementType === "automatic") {
      const minutes = rollout.stages[rollout.stage]?.duration;
      const endsAt = rollout.stageStartedAt + (minutes ?? Number.POSITIVE_INFINITY) * 60_000;
      if (endsAt > this.#store.now()) break;
      this.advance(project, rollout.stage + 1, endsAt);
    }
    return rollout;
  }

  start(project: Project, canary: Deployment): void {
    const { rolling, production } = project;
    if (!rolling || !production) return;
    const now = this.#store.now();
    project.rollout = {
      advancementType: rolling.advancementType,
      stages: rolling.stages,
      currentDeploymentId: production,
      canaryDeploymentId: canary.id,
      startedAt: now,
      state: "ACTIVE",
      stage: 0,
      stageStartedAt: now,
      requests: 0,
      updatedAt: now,
    };
  }

  /** Goes to a stage; the last one ends the release. */
  advance(project: Project, stage: number, at = this.#store.now()): void {
    const { rollout } = project;
    if (rollout?.state !== "ACTIVE") return;
    Object.assign(rollout, { stage, stageStartedAt: at, updatedAt: at });
    if (rollout.stages[stage]?.targetPercentage !== 100) return;
    rollout.state = "COMPLETE";
    this.#finish(project);
  }

  /** Ends a release without its canary. */
  abort(project: Project): void {
    if (project.rollout?.state !== "ACTIVE") return;
    Object.assign(project.rollout, { state: "ABORTED", updatedAt: this.#store.now() });
  }

  /** The share of requests that the canary gets now. */
  percentage(project: Project): number {
    const rollout = this.of(project);
    return rollout?.state === "ACTIVE" ? (rollout.stages[rollout.stage]?.targetPercentage ?? 0) : 0;
  }

  /**
   * The deployment for one request to a production domain: exactly `percentage` of any hundred in a row go to the canary,
   * evenly spread.
   */
  pick(project: Project): string | undefined {
    const percentage = this.percentage(project);
    const { rollout } = project;
    if (rollout?.state !== "ACTIVE") return project.production;
    const before = Math.floor((rollout.requests * percentage) / 100);
    rollout.requests += 1;
    const canary = Math.floor((rollout.requests * percentage) / 100) > before;
    return canary ? rollout.canaryDeploymentId : rollout.currentDeploymentId;
  }
}
