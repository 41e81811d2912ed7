import grpc from "@grpc/grpc-js";
import { type Child, startChild } from "./children.ts";
import type { PluginCommand, PluginOutput } from "./run-plugin.ts";
import { MESSAGE_LIMITS } from "./transport.ts";

const asIs = (bytes: Buffer): Buffer => bytes;

/** A policy pack's process: started once, called by gRPC, ended with the engine's call. */
export class PolicyPack {
  /** Its exit code, or 0 when it was stopped before it was started. */
  readonly exited: Promise<number>;
  readonly #command: PluginCommand;
  readonly #output: PluginOutput;
  readonly #end: (code: number) => void;
  #child: Child | undefined;
  #client: Promise<grpc.Client> | undefined;

  constructor(command: PluginCommand, output: PluginOutput) {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.exited = promise;
    this.#end = resolve;
    this.#command = command;
    this.#output = output;
  }

  /** Starts the process with `extra` added to its environment; later calls do nothing. */
  start(extra: NodeJS.ProcessEnv): void {
    if (this.#child) return;
    const child = startChild(process.execPath, this.#command.args, {
      cwd: this.#command.cwd,
      env: { ...this.#command.env, ...extra },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.process.stderr?.on("data", this.#output.stderr);
    const ended = child.exited.then(({ code, signal }) => {
      this.#end(code ?? 1);
      throw statusError(
        grpc.status.FAILED_PRECONDITION,
        `the policy pack ended (${signal ?? `exit code ${code}`}) before it answered; its output says why`,
      );
    });
    this.#client = Promise.race([ended, this.#port(child)]).then(
      (port) => new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), MESSAGE_LIMITS),
    );
    // Reported to each caller by `ask`.
    this.#client.catch(() => undefined);
    ended.catch(() => undefined);
  }

  /** Passes one unary call on once the pack listens; those that are made in an order arrive in it. */
  async ask(path: string, request: Buffer): Promise<Buffer> {
    this.start({});
    const client = await this.#client;
    return new Promise((resolve, reject) => {
      client?.makeUnaryRequest(path, asIs, asIs, request, (error, response) =>
        error ? reject(error) : resolve(response ?? Buffer.alloc(0)),
      );
    });
  }

  stop(): void {
    if (this.#child) this.#child.stop();
    else this.#end(0);
  }

  /** The number on the first line of stdout; what follows it is the pack's own output. */
  #port(child: Child): Promise<number> {
    return new Promise((resolve, reject) => {
      let head = Buffer.alloc(0);
      const read = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const lineEnd = head.indexOf("\n");
        if (lineEnd < 0) return;
        child.process.stdout?.off("data", read).on("data", this.#output.stdout);
        const line = head.subarray(0, lineEnd).toString().trim();
        const rest = head.subarray(lineEnd + 1);
        if (rest.length > 0) this.#output.stdout(rest);
        const port = Number(line);
        if (Number.isInteger(port) && port > 0) resolve(port);
        else
          reject(
            statusError(
              grpc.status.FAILED_PRECONDITION,
              `the policy pack printed ${JSON.stringify(line)} where its port was expected; nothing may be printed before the PolicyPack is made`,
            ),
          );
      };
      child.process.stdout?.on("data", read);
    });
  }
}

/** An error of gRPC's kind. */
export function statusError(code: grpc.status, details: string): Partial<grpc.ServiceError> {
  return Object.assign(new Error(details), { code, details });
}
