import { differences } from "../../../../providers/protocol/diff.ts";
import { PartialFailure } from "../../../../providers/protocol/errors.ts";
import type { Call, Change, Known, Resource } from "../../../../providers/protocol/resource.ts";
import { judge } from "../../../../providers/protocol/unjudged.ts";
import type { WireRecord } from "../../../../providers/protocol/wire.ts";
import type { RenderClient } from "../../../../providers/render/api/client.ts";
import { PATIENCE } from "../../../../providers/render/resources/patience.ts";

export const patience = { ...PATIENCE, limitMs: 10_000, firstMs: 2, mostMs: 10, unconfirmedMs: 60 };

/** One resource of any kind, driven as the engine drives it: keeps id, inputs and state, init errors included. */
export class ResourceOf<Inputs extends object, State extends object> {
  readonly resource: Resource<RenderClient, Inputs, State>;
  readonly progress: string[] = [];
  readonly logs: string[] = [];
  readonly urn: string;
  id: string | undefined;
  known: Known<Inputs, State> | undefined;
  reasons: readonly string[] = [];
  readonly #client: RenderClient;

  constructor(client: RenderClient, resource: Resource<RenderClient, Inputs, State>, name = "it") {
    this.#client = client;
    this.resource = resource;
    this.urn = `urn:pulumi:prod::cutover::${resource.type}::${name}`;
  }

  call(signal: AbortSignal = new AbortController().signal): Call<RenderClient> {
    return {
      ...{ client: this.#client, urn: this.urn, name: this.urn.split("::").at(-1) ?? "", signal },
      progress: (line) => this.progress.push(line),
      log: (severity, message) => this.logs.push(`${severity}: ${message}`),
    };
  }

  /** What `pulumi preview` would show. */
  async preview(given: object): Promise<readonly Change[]> {
    const want = this.resource.inputs.parse(given);
    const { known, resource } = this;
    if (!known) return [];
    const { replaceOn = [] } = resource;
    const found = differences(known.inputs as WireRecord, want as WireRecord, { replaceOn });
    return judge(async () => resource.diff?.(found, known, want) ?? found, found);
  }

  /** What `pulumi up` does; a partial failure keeps id and state and is thrown all the same. */
  async up(given: object, signal?: AbortSignal): Promise<State> {
    const inputs = this.resource.inputs.parse(given);
    const changes = await this.preview(given);
    const { id, known } = this;
    if (known && changes.length === 0 && this.reasons.length === 0) return known.state;
    try {
      if (id && known)
        this.#keep(id, inputs, await this.resource.update(this.call(signal), id, known, inputs, changes));
      else {
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
    this.known = JSON.parse(JSON.stringify({ inputs, state })) as Known<Inputs, State>;
    this.id = id;
    this.reasons = reasons;
  }
}
