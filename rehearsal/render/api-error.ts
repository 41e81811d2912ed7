import type { ErrorHandler } from "hono";

/** A refusal in the vendor's words: a status and a JSON body with a message. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = (id: string) => new ApiError(404, `not found: ${id}`);
export const badRequest = (message: string) => new ApiError(400, message);

/** Answers an `ApiError` as Render does; anything else is a defect of the emulator and says so. */
export const answerErrors: ErrorHandler = (error) =>
  error instanceof ApiError
    ? Response.json({ message: error.message }, { status: error.status })
    : Response.json({ message: `the emulator itself failed: ${error.message}` }, { status: 500 });
