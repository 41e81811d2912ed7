import type { Sources } from "../../../../checks/gates/sources.ts";
import type { ReleaseClient } from "../../../../providers/release/client.ts";
import { runCheckpoint } from "../../../../release/checkpoint/checkpoint.ts";
import type { Author, EventFact, Evidence } from "../../../../release/evidence/evidence.ts";
import { rollBack } from "../../../../release/rollback/roll-back.ts";
import type { Site } from "../../../../release/site/site.ts";
import { Backend, type UpOptions, up } from "./engine.ts";
import { type Health, kindOf, Oracle } from "./oracle.ts";
import { kinds, type Program } from "./program.ts";
import { type OpenEvidence, QuickEvidence } from "./quick-evidence.ts";
import { quickSite } from "./quick-site.ts";
import { Actor, type Crash, type Ended, Turns } from "./turns.ts";
import { flagName, Vercel } from "./vercel.ts";

const author: Author = { actor: "ada" };
/** There is no repository to open a pull request in: a rollback writes that down, and tries it again. */
const noGit = { stack: "prod", file: "Pulumi.prod.yaml", team: "team_acmebrains", domain: undefined } as const;

/** What somebody does. */
export type Deed =
  | { readonly do: "up"; readonly options: UpOptions }
  | { readonly do: "rollback"; readonly to: number }
  | { readonly do: "checkpoint"; readonly act: boolean }
  | { readonly do: "hold" };

/** How Cutover gets at Vercel and at the evidence. */
export interface Reach {
  readonly vercel: Vercel;
  readonly evidence: OpenEvidence;
  readonly site: Site;
}

function quickReach(): Reach {
  const vercel = new Vercel();
  return { vercel, evidence: new QuickEvidence(vercel.clock), site: quickSite(vercel) };
}

/** One rollout with all that it touches, and the oracle that watches it. */
export class World {
  readonly vercel: Vercel;
  readonly evidence: OpenEvidence;
  readonly backend = new Backend();
  readonly oracle: Oracle;
  health: Health = { rate: 97, samples: 400 };
  /** What Git says. */
  program: Program = {
    percent: 0,
    legacy: "serving",
    kind: "usual",
    domain: "app.twin-brains.example",
    builtFrom: "1",
  };
  readonly #turns: Turns;
  /** Id of the last row that each has read. */
  readonly #seen = new Map<Actor, number>();
  readonly #folder: string;
  readonly #site: Site;

  /**
   * @param choose who goes on, from 0 to 1
   * @param folder for what commands leave on a machine
   */
  constructor(choose: () => number, folder: string, reach: Reach = quickReach()) {
    this.#turns = new Turns(choose);
    this.#folder = folder;
    this.vercel = reach.vercel;
    this.evidence = reach.evidence;
    this.#site = reach.site;
    this.oracle = new Oracle(this.vercel, this.evidence, () => this.health);
    this.backend.onSave = (before, after) => this.oracle.saved(before, after);
  }

  /** Does these at once, one call to the outside at a time. */
  async do(
    deeds: readonly { readonly deed: Deed; readonly crash?: Crash | undefined }[],
  ): Promise<readonly Ended<unknown>[]> {
    const doing = deeds.map(({ deed, crash }, index) => {
      const actor = new Actor(this.#turns, `${deed.do} ${index}`, crash);
      return { actor, done: this.#begin(deed, actor) };
    });
    this.oracle.alone = doing.length === 1;
    const ended = await this.#turns.all(doing);
    this.oracle.ended(doing.length > 1 && ended.some((one) => "killed" in one));
    // Commands take a while.
    this.vercel.clock.advance(1000);
    return ended;
  }

  /** Somebody at a dashboard or a prompt: at once, and never refused. */
  byHand(change: (vercel: Vercel) => void): void {
    change(this.vercel);
    this.oracle.changed(100, 0);
    this.vercel.clock.advance(1000);
  }

  async record(fact: EventFact): Promise<void> {
    if (!this.evidence.down) await this.evidence.record(fact, author);
  }

  #begin(deed: Deed, actor: Actor): Promise<unknown> {
    const { vercel, backend, program } = this;
    const site = this.#siteOf(actor);
    const evidence = this.#evidenceOf(actor);
    const sources = this.#sourcesOf(actor);
    switch (deed.do) {
      case "up": {
        const client: ReleaseClient = {
          keepsEvidence: true,
          justRead: new Map(),
          author: async () => author,
          site: async () => site,
          bypass: () => Promise.reject(new Error("no deployment is protected here")),
          evidence: (_name, use) => use(evidence),
          sources: (_reach, use) => use(sources),
        };
        return up({ backend, vercel, client, actor }, program, deed.options);
      }
      case "hold":
        return evidence.record({ kind: "held", reason: "an audit" }, author);
      case "rollback":
        return this.#rollBack(deed.to, false, actor);
      case "checkpoint": {
        const { declaration } = kinds[program.kind];
        const watched = { rollout: "twin-brains", declaration, site, evidence, sources, author };
        const act = async () => {
          const report = await this.#rollBack(0, true, actor);
          return report.done;
        };
        return runCheckpoint(watched, { act: deed.act ? act : undefined, signal: AbortSignal.timeout(60_000) });
      }
    }
  }

  #rollBack(to: number, automatic: boolean, actor: Actor) {
    const { project } = this.vercel;
    const { percent, legacy, kind } = this.program;
    const target = {
      ...noGit,
      project: this.#folder,
      home: this.#folder,
      frontend: project.name,
      flag: flagName,
      steps: kinds[kind].declaration.ladder.map((step) => step.percent),
      declared: { percent, legacy },
      repository: undefined,
      branch: undefined,
    };
    const parts = {
      target,
      site: this.#siteOf(actor, this.vercel.served()),
      evidence: this.#evidenceOf(actor),
      author: async () => author,
      env: {},
      signal: AbortSignal.timeout(60_000),
      tell() {},
    };
    return rollBack({ to, automatic }, parts);
  }

  /** @param allowed what it may give users without a permission */
  #siteOf(actor: Actor, allowed = 0): Site {
    const site = this.#site;
    const turn =
      <Args extends unknown[], Result>(method: (...args: Args) => Promise<Result>) =>
      (...args: Args) =>
        actor.call(async () => {
          this.vercel.clock.advance(1);
          const answer = await method(...args);
          this.oracle.changed(allowed, this.#seen.get(actor) ?? 0);
          return answer;
        });
    return {
      reality: turn(site.reality),
      serving: turn(site.serving),
      setFlag: turn(site.setFlag),
      removeFlag: turn(site.removeFlag),
      deployment: turn(site.deployment),
      ready: turn(site.ready),
      promote: turn(site.promote),
      build: turn(site.build),
      logs: site.logs,
    };
  }

  #evidenceOf(actor: Actor): Evidence {
    const { evidence, backend, oracle } = this;
    // An engine judges by the state that it read when it began.
    const stood = kindOf(backend.stack);
    return {
      history: () =>
        actor.call(async () => {
          const history = await evidence.history();
          this.#seen.set(actor, Math.max(history.events.at(-1)?.id ?? 0, history.checkpoints.at(-1)?.id ?? 0));
          return history;
        }),
      record: (fact, by) =>
        actor.call(async () => {
          const event = await evidence.record(fact, by);
          if (fact.kind === "granted") oracle.granted(fact, stood ?? "usual");
          if (fact.kind === "arrived" && fact.position.legacy !== "serving") oracle.arrived();
          return event;
        }),
      recordCheckpoint: (fact, by) => actor.call(() => evidence.recordCheckpoint(fact, by)),
      close: async () => {},
    };
  }

  #sourcesOf(actor: Actor): Sources {
    const never = () => Promise.reject(new Error("no gate asks it here"));
    return {
      sql: () =>
        actor.call(async () => {
          const { rate, samples } = this.health;
          return rate === null ? { unmeasured: "no answer" } : { rows: [{ success_rate: rate, samples }] };
        }),
      http: never,
      renderLogs: never,
      renderMetrics: never,
      vercelLogs: never,
      complaints: never,
    };
  }
}
