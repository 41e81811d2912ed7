import { onTestFinished, vi } from "vitest";
import { differences } from "../../../../providers/protocol/diff.ts";
import { PartialFailure } from "../../../../providers/protocol/errors.ts";
import type { Call, Change, Known, Resource } from "../../../../providers/protocol/resource.ts";
import type { WireRecord } from "../../../../providers/protocol/wire.ts";
import { RenderClient } from "../../../../providers/render/api/client.ts";
import { makeBackgroundWorker } from "../../../../providers/render/resources/background-worker.ts";
import { makeCronJob } from "../../../../providers/render/resources/cron-job.ts";
import { PATIENCE } from "../../../../providers/render/resources/patience.ts";
import {
  makeWebService,
  type WebServiceInputs,
  type WebServiceState,
} from "../../../../providers/render/resources/web-service.ts";
import { Clock } from "../../../../rehearsal/core/clock.ts";
import { Edge } from "../../../../rehearsal/core/edge.ts";
import { Faults } from "../../../../rehearsal/core/faults.ts";
import { Git } from "../../../../rehearsal/core/git.ts";
import { startRender } from "../../../../rehearsal/render/render.ts";

/** A second world in one test takes the recording over, so the spy must not be what it calls. */
const realFetch = globalThis.fetch;

export const REPO = "https://github.com/acme-brains/twin-brains";
export const OWNER = "tea-0123456789abcdefghij";
export const URN = "urn:pulumi:prod::cutover::render:index:WebService::api";

/** A complete program: what a stack would pass. */
export const program = {
  name: "twin-brains-api",
  ownerId: OWNER,
  repo: REPO,
  runtime: "docker" as const,
  healthCheckPath: "/health",
  env: { JWT_SECRET: "jwt-secret-1", DEV_MODE: "false" } as Record<string, string>,
};
/** As a worker or cron job, which have no health check. */
const { healthCheckPath: _, ...common } = program;
export const workerProgram = { ...common, name: "twin-brains-worker", dockerCommand: "python -m consumer" };
export const cronProgram = { ...workerProgram, name: "twin-brains-scheduler", schedule: "*/15 * * * *" };
export type Program = Omit<Partial<typeof program>, "runtime"> & Record<string, unknown>;

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Render's emulator with one healthy commit, and a resource driven as the engine drives it; closed when the test ends.
 * `deployMs`: of each phase; long enough where a test has to catch a deploy on its way. */
export async function startWorld({ deployMs = 8 } = {}) {
  const [clock, edge, faults] = [new Clock(), new Edge(), new Faults()];
  const git = new Git(() => clock.now());
  git.push(REPO, "main", "First release");
  const render = await startRender({ clock, edge, git, faults, deployMs, owners: [OWNER] });
  const sent: Sent[] = [];
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation((url, init) => {
    const path = String(url).startsWith(render.url) && String(url).slice(render.url.length);
    if (path) sent.push({ method: init?.method ?? "GET", path, body: JSON.parse(String(init?.body ?? "null")) });
    return realFetch(url, init);
  });
  onTestFinished(async () => {
    spy.mockRestore();
    await render.close();
  });
  const client = new RenderClient({
    token: () => render.token,
    baseUrl: render.url,
    userAgent: "test",
    firstDelayMs: 5,
    // What a test changes by hand is seen by the next refresh.
    listFreshMs: 0,
  });
  const writes = () => sent.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
  const urnOf = (kind: string) => URN.replace("WebService::api", `${kind}::${kind.toLowerCase()}`);
  return {
    ...{ render, git, faults, client, sent, writes, clock },
    stack: (urn = URN, patient = patience) => new Stack(client, urn, makeWebService(patient)),
    worker: () => new Stack(client, urnOf("BackgroundWorker"), makeBackgroundWorker(patience)),
    cron: () => new Stack(client, urnOf("CronJob"), makeCronJob(patience)),
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

const patience = { ...PATIENCE, limitMs: 10_000, firstMs: 2, mostMs: 10, unconfirmedMs: 60 };

/** What a web service has; the other kinds have less. */
type Inputs = WebServiceInputs;
type State = WebServiceState;

/** One resource of a stack: keeps id, inputs and state between operations like the engine, init errors included. */
export class Stack {
  readonly resource: Resource<RenderClient, Inputs, State>;
  readonly progress: string[] = [];
  readonly logs: string[] = [];
  id: string | undefined;
  known: Known<Inputs, State> | undefined;
  reasons: readonly string[] = [];
  readonly #client: RenderClient;
  readonly #urn: string;

  /** @param resource of any kind of service */
  constructor(client: RenderClient, urn: string, resource: { readonly type: string }) {
    this.#client = client;
    this.#urn = urn;
    this.resource = resource as Resource<RenderClient, Inputs, State>;
  }

  call(signal: AbortSignal = new AbortController().signal): Call<RenderClient> {
    const name = this.#urn.split("::").at(-1) ?? "";
    return {
      client: this.#client,
      urn: this.#urn,
      name,
      signal,
      progress: (line) => this.progress.push(line),
      log: (severity, message) => this.logs.push(`${severity}: ${message}`),
    };
  }

  preview(given: Program): { changes: readonly Change[]; unknown: readonly string[] } {
    const { known, resource } = this;
    const want = resource.inputs.parse(given);
    if (!known) return { changes: [], unknown: resource.computed?.([], undefined) ?? [] };
    const { replaceOn = [] } = resource;
    const found = differences(known.inputs as WireRecord, want as WireRecord, { replaceOn });
    const changes = resource.diff?.(found, known, want) ?? found;
    if (changes.length === 0 && this.reasons.length === 0) return { changes, unknown: [] };
    return { changes, unknown: resource.computed?.(changes, known) ?? [] };
  }

  /** What `pulumi up` does; a partial failure keeps id and state and is thrown all the same. */
  async up(given: Program, signal?: AbortSignal): Promise<State> {
    const inputs = this.resource.inputs.parse(given);
    const { changes } = this.preview(given);
    const { id, known } = this;
    if (known && changes.length === 0 && this.reasons.length === 0) return known.state;
    try {
      if (id && known) {
        const state = await this.resource.update(this.call(signal), id, known, inputs, changes);
        this.#keep(id, inputs, state);
      } else {
        const made = await this.resource.create(this.call(signal), inputs);
        this.#keep(made.id, inputs, made.state);
      }
    } catch (error) {
      if (error instanceof PartialFailure) this.#keep(error.id, inputs, error.state as State, error.reasons);
      throw error;
    }
    return this.state;
  }

  async refresh(): Promise<void> {
    const found = await this.resource.read(this.call(), this.id ?? "", this.known);
    if (found) this.#keep(this.id ?? "", found.inputs, found.state, found.faults);
    else this.id = this.known = undefined;
  }

  async import(id: string): Promise<void> {
    const found = await this.resource.read(this.call(), id, undefined);
    if (!found) throw new Error(`nothing to import at ${id}`);
    this.#keep(id, found.inputs, found.state, found.faults);
  }

  async destroy(): Promise<void> {
    if (this.id && this.known) await this.resource.delete(this.call(), this.id, this.known);
    this.id = this.known = undefined;
  }

  get state(): State {
    if (!this.known) throw new Error("there is no resource");
    return this.known.state;
  }

  #keep(id: string, inputs: Inputs, state: State, reasons: readonly string[] = []): void {
    // The engine keeps no undefined values.
    const plain = JSON.parse(JSON.stringify({ inputs, state })) as Known<Inputs, State>;
    this.id = id;
    this.known = plain;
    this.reasons = reasons;
  }
}
