import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { decode, encode, Secret, type WireRecord } from "../../../../providers/protocol/wire.ts";
import { ask, type Client, rpc, type TestEngine } from "../../protocol/engine.ts";

/** A change as the engine's Diff tells it. */
export interface Plan {
  readonly inputs: WireRecord;
  /** Paths that differ; empty when nothing is to do. */
  readonly changes: readonly string[];
  readonly replaces: boolean;
  /** What a preview shows of the outputs; the present ones when nothing is to do. */
  readonly outputs: WireRecord;
}

/** One resource of a stack, served by the provider over gRPC and driven as the engine drives it: read, check, diff, change. */
export class Driven {
  id = "";
  inputs: WireRecord = {};
  outputs: WireRecord = {};
  readonly #client: Client;
  readonly #engine: TestEngine;
  readonly #urn: string;

  constructor(client: Client, engine: TestEngine, type: string) {
    this.#client = client;
    this.#engine = engine;
    this.#urn = `urn:pulumi:prod::cutover::${type}::it`;
  }

  /** Goes on from the state that another one has. */
  takeOver({ id, inputs, outputs }: Pick<Driven, "id" | "inputs" | "outputs">): void {
    this.#keep(id, inputs, outputs);
  }

  /** What was said to the operator since the last time it was asked for. */
  said(): string {
    return this.#engine.lines
      .splice(0)
      .map(({ message }) => message)
      .join("\n");
  }

  /** What the engine does before each preview and update of such a resource. */
  async refresh(): Promise<void> {
    if (!this.id) return;
    const request = new provider.ReadRequest().setUrn(this.#urn).setId(this.id);
    const answer = await ask(
      this.#client,
      rpc.read,
      request.setInputs(encode(this.inputs)).setProperties(encode(this.outputs)),
    );
    this.id = answer.getId();
    this.inputs = decode(answer.getInputs());
    this.outputs = decode(answer.getProperties());
  }

  async import(id: string): Promise<void> {
    const answer = await ask(this.#client, rpc.read, new provider.ReadRequest().setUrn(this.#urn).setId(id));
    if (!answer.getId()) throw new Error(`there is nothing to import as ${id}`);
    this.id = answer.getId();
    this.inputs = decode(answer.getInputs());
    this.outputs = decode(answer.getProperties());
  }

  async check(program: object): Promise<{ inputs: WireRecord; failures: string[] }> {
    const request = new provider.CheckRequest().setUrn(this.#urn).setNews(encode({ ...program }));
    const answer = await ask(this.#client, rpc.check, request.setOlds(encode(this.inputs)));
    return { inputs: decode(answer.getInputs()), failures: answer.getFailuresList().map((one) => one.getReason()) };
  }

  async preview(program: object): Promise<Plan> {
    await this.refresh();
    return this.#plan(program);
  }

  /** `pulumi up`: the outputs afterwards; a refusal is thrown, and leaves what was known. */
  async up(program: object): Promise<WireRecord> {
    const { inputs, changes } = await this.preview(program);
    if (!this.id) {
      const request = new provider.CreateRequest().setUrn(this.#urn).setProperties(encode(inputs));
      const answer = await ask(this.#client, rpc.create, request);
      this.#keep(answer.getId(), inputs, decode(answer.getProperties()));
    } else if (changes.length > 0) {
      const answer = await ask(this.#client, rpc.update, this.#update(inputs));
      this.#keep(this.id, inputs, decode(answer.getProperties()));
    } else this.inputs = inputs;
    return this.outputs;
  }

  async destroy(): Promise<void> {
    const request = new provider.DeleteRequest().setUrn(this.#urn).setId(this.id);
    await ask(this.#client, rpc.delete, request.setOldInputs(encode(this.inputs)).setProperties(encode(this.outputs)));
    this.#keep("", {}, {});
  }

  async #plan(program: object): Promise<Plan> {
    const { inputs, failures } = await this.check(program);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    if (!this.id) {
      const request = new provider.CreateRequest().setUrn(this.#urn).setProperties(encode(inputs)).setPreview(true);
      const answer = await ask(this.#client, rpc.create, request);
      return { inputs, changes: Object.keys(inputs), replaces: false, outputs: decode(answer.getProperties()) };
    }
    const request = new provider.DiffRequest().setUrn(this.#urn).setId(this.id).setOlds(encode(this.outputs));
    const diff = await ask(this.#client, rpc.diff, request.setOldInputs(encode(this.inputs)).setNews(encode(inputs)));
    const changes = [...diff.getDetaileddiffMap().keys()];
    if (changes.length === 0) return { inputs, changes, replaces: false, outputs: this.outputs };
    const answer = await ask(this.#client, rpc.update, this.#update(inputs).setPreview(true));
    const replaces = diff.getReplacesList().length > 0;
    return { inputs, changes, replaces, outputs: decode(answer.getProperties()) };
  }

  #update(inputs: WireRecord): provider.UpdateRequest {
    const request = new provider.UpdateRequest().setUrn(this.#urn).setId(this.id).setOlds(encode(this.outputs));
    return request.setOldInputs(encode(this.inputs)).setNews(encode(inputs));
  }

  #keep(id: string, inputs: WireRecord, outputs: WireRecord): void {
    Object.assign(this, { id, inputs, outputs });
  }
}

/** A secret's value. */
export const revealed = (value: unknown): unknown => (value instanceof Secret ? value.value : value);
