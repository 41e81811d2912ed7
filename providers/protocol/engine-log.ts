import { credentials, Metadata } from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";

/** Messages may carry whole vendor answers; the engine's own limit is 400 MB. */
export const unlimitedMessages = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
} as const;

/** An engine that takes longer for a log line is stuck or gone. */
const patienceMs = 5_000;

export type Severity = "debug" | "info" | "warning" | "error";

const severities = {
  debug: engine.LogSeverity.DEBUG,
  info: engine.LogSeverity.INFO,
  warning: engine.LogSeverity.WARNING,
  error: engine.LogSeverity.ERROR,
} as const;

/** Speaks to the operator through one engine's Log RPC, in order. A line the engine no longer takes is dropped. */
export class EngineLog {
  readonly #client: InstanceType<typeof engineService.EngineClient> | undefined;
  #sent: Promise<void> = Promise.resolve();

  /** `address` is `host:port`; without one, lines are dropped. */
  constructor(address: string | undefined) {
    if (address)
      this.#client = new engineService.EngineClient(address, credentials.createInsecure(), unlimitedMessages);
  }

  /** Sends a line about the resource `urn` (empty: about the stack). `ephemeral` lines show only while it runs. */
  write(severity: Severity, urn: string, message: string, { ephemeral = false } = {}): void {
    const request = new engine.LogRequest();
    request.setSeverity(severities[severity]).setUrn(urn).setMessage(message).setEphemeral(ephemeral);
    this.#sent = this.#sent.then(
      () =>
        new Promise((done) => {
          if (!this.#client) return done();
          this.#client.log(request, new Metadata(), { deadline: Date.now() + patienceMs }, () => done());
        }),
    );
  }

  /** Settles when everything written so far has been delivered or dropped, so that no line comes after its operation. */
  flushed(): Promise<void> {
    return this.#sent;
  }

  close(): void {
    this.#client?.close();
  }
}
