import grpc from "@grpc/grpc-js";
import analyzerPb from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { KeptAnswers } from "./kept-answers.ts";
import { policyEnvironment } from "./policy-environment.ts";
import { type PolicyPack, statusError } from "./policy-pack.ts";
import { Remediation } from "./remediation.ts";

/** Both responses have no fields: no bytes are one of them. */
const EMPTY = Buffer.alloc(0);

/** Answers the engine's calls to a policy pack: most by the pack, the others by what is known already. */
export class PolicyCalls {
  readonly #pack: PolicyPack;
  readonly #kept: KeptAnswers;
  readonly #remediation = new Remediation();
  /** Whether answers are given that the pack has still to confirm. */
  #early = false;
  /** Rejects when the pack did not confirm one: then no resource is judged. */
  #confirmed: Promise<unknown> = Promise.resolve();

  constructor(pack: PolicyPack, kept: KeptAnswers) {
    this.#pack = pack;
    this.#kept = kept;
  }

  async answer(path: string, request: Buffer): Promise<Buffer> {
    const method = path.split("/").at(-1) ?? "";
    switch (method) {
      case "Handshake":
        // Packs do not answer it; it would start them before their configuration is known.
        return EMPTY;
      case "ConfigureStack":
        this.#pack.start(policyEnvironment(analyzerPb.AnalyzerStackConfigureRequest.deserializeBinary(request)));
        this.#early = this.#kept.get("GetPluginInfo") !== undefined && this.#kept.get("GetAnalyzerInfo") !== undefined;
        return this.#early ? this.#ahead(this.#pack.ask(path, request), EMPTY) : this.#pack.ask(path, request);
      case "GetPluginInfo":
      case "GetAnalyzerInfo":
        return this.#info(method, path, request);
      case "Configure":
        this.#remediation.configured(request);
        return this.#early ? this.#ahead(this.#pack.ask(path, request), EMPTY) : this.#pack.ask(path, request);
      case "Remediate":
        if (!this.#remediation.possible) return EMPTY;
    }
    await this.#confirmed;
    return this.#pack.ask(path, request);
  }

  /** What the pack says of itself. `pulumi policy publish` asks without a stack. */
  async #info(method: string, path: string, request: Buffer): Promise<Buffer> {
    this.#pack.start({});
    const asked = this.#pack.ask(path, request);
    const kept = this.#early ? this.#kept.get(method) : undefined;
    const answer = kept ? this.#ahead(this.#sameAs(kept, asked), kept) : await asked;
    if (!kept) void this.#kept.keep(method, answer);
    if (method === "GetAnalyzerInfo") this.#remediation.declared(answer);
    return answer;
  }

  async #sameAs(kept: Buffer, asked: Promise<Buffer>): Promise<Buffer> {
    const answer = await asked;
    if (kept.equals(answer)) return answer;
    await this.#kept.giveUp();
    throw statusError(
      grpc.status.FAILED_PRECONDITION,
      "the policies of this pack are others than in the last run, though its files are the same; run the command again",
    );
  }

  /** Gives an answer before the pack does, whose own has to come before any resource is judged. */
  #ahead(asked: Promise<Buffer>, answer: Buffer): Buffer {
    this.#confirmed = Promise.all([this.#confirmed, asked]);
    // Told to whoever waits for it.
    this.#confirmed.catch(() => undefined);
    return answer;
  }
}
