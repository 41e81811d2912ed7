import { setImmediate as macrotask } from "node:timers/promises";
import { vi } from "vitest";
import { Clock } from "../../../../rehearsal/core/clock.ts";
import { Edge } from "../../../../rehearsal/core/edge.ts";
import { Faults } from "../../../../rehearsal/core/faults.ts";
import { type Commit, Git } from "../../../../rehearsal/core/git.ts";
import { Builds } from "../../../../rehearsal/vercel/builds.ts";
import type { Deployment, Project } from "../../../../rehearsal/vercel/entities.ts";
import { Instances } from "../../../../rehearsal/vercel/instances.ts";
import { createProject } from "../../../../rehearsal/vercel/projects.ts";
import { Store } from "../../../../rehearsal/vercel/store.ts";
import { Traffic } from "../../../../rehearsal/vercel/traffic.ts";

export const flagName = "V2_ROLLOUT_PERCENT";
export const teamId = "team_acmebrains";
const repository = "acme-brains/twin-brains";

/** Deployments without an app behind them: who answers for which name is all that counts here. */
class Silent extends Instances {
  override originOf(): undefined {
    return undefined;
  }
  override async start(): Promise<void> {}
  override async stop(): Promise<void> {}
}

/** A clock that stands still unless it is advanced, so that a failing run can be run again as it was. */
class Stopped extends Clock {
  override now(): Date {
    return new Date(Date.UTC(2027, 2, 1) + this.advancedMs);
  }
}

/** The Vercel emulator's own parts, without its servers: one project, and whatever happens to it. */
export class Vercel {
  readonly clock: Clock;
  readonly store: Store;
  readonly git: Git;
  readonly traffic: Traffic;
  readonly faults = new Faults();
  readonly builds: Builds;
  readonly project: Project;
  /** The branch's newest commit. */
  head: Commit;

  constructor(clock: Clock = new Stopped()) {
    this.clock = clock;
    this.store = new Store(clock, [teamId]);
    this.git = new Git(() => clock.now());
    this.head = this.git.push(repository, "main", "First release");
    const edge = new Edge();
    const instances = new Silent(this.store, edge, () => ({ fetch: () => new Response() }));
    this.traffic = new Traffic(this.store, edge, instances, "http://127.0.0.1:1");
    this.builds = new Builds(this.store, { traffic: this.traffic, instances, faults: this.faults, buildMs: 0 });
    const [team] = this.store.teams;
    if (!team) throw new Error("the emulator has a team");
    this.project = createProject(this.store, team, "twin-brains");
    this.project.settings.autoAssignCustomDomains = false;
  }

  push(): void {
    this.head = this.git.push(repository, "main", "Another commit");
  }

  /** What users get: the variable that the serving deployment was built with, whatever anybody says about it. */
  served(): number {
    const serving = this.store.deployments.get(this.project.production ?? "");
    return Number(serving?.env[flagName] ?? 0);
  }

  /** Begins a production build without traffic. */
  build(commit: Commit, env: Record<string, string>, meta: Record<string, string>, byHand = false): Deployment {
    const request = { target: "production", env, meta, projectSettings: {}, autoAssignCustomDomains: false };
    const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" } as const;
    const source = byHand ? ("redeploy" as const) : ("api-trigger-git-deploy" as const);
    return this.builds.start(this.project, request, { commit, gitSource, source });
  }

  /** What is built of a branch or a commit. */
  commitOf(ref: string): Commit {
    const commit = this.git.resolve(repository, ref);
    if (!commit) throw new Error(`there is no commit ${ref}`);
    return commit;
  }

  /** Waits for a build; where timers are the test's, they pass at once. */
  async ended(deployment: Deployment): Promise<void> {
    while (["QUEUED", "INITIALIZING", "BUILDING"].includes(deployment.state)) {
      if (vi.isFakeTimers()) vi.advanceTimersByTime(1);
      else await macrotask();
      // What a timer has begun ends in a few of these.
      for (let task = 0; task < 10; task += 1) await undefined;
    }
  }
}
