import grpc from "@grpc/grpc-js";

/** Serves a unary call by a function; `cancelled` aborts when the engine gives the call up. What it throws is the engine's error text. */
export function unary<Request, Response>(
  answer: (request: Request, cancelled: AbortSignal) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => cancelled.abort());
    Promise.resolve()
      .then(() => answer(call.request, cancelled.signal))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(statusOf(error)),
      );
  };
}

/** Serves a call that answers with a stream; `write` sends one message. The stream ends when the promise does. */
export function streaming<Request, Response>(
  answer: (request: Request, write: (message: Response) => void, cancelled: AbortSignal) => Promise<void>,
): grpc.handleServerStreamingCall<Request, Response> {
  return (call) => {
    const cancelled = new AbortController();
    call.on("cancelled", () => cancelled.abort());
    Promise.resolve()
      .then(() => answer(call.request, (message) => call.write(message), cancelled.signal))
      .then(
        () => call.end(),
        (error: unknown) => call.emit("error", statusOf(error)),
      );
  };
}

/** An unary call that this host does not offer, with the way out. */
export function unsupported<Request, Response>(what: string): grpc.handleUnaryCall<Request, Response> {
  return (_call, callback) =>
    callback({
      code: grpc.status.UNIMPLEMENTED,
      details:
        `LANGUAGE_HOST_UNSUPPORTED: ${what} is not offered by the language host of this repository.\n` +
        "  fix: install Pulumi with its own Node.js language host, https://www.pulumi.com/docs/install/",
    });
}

function statusOf(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof Error && "code" in error && "details" in error) return error as Partial<grpc.StatusObject>;
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}
