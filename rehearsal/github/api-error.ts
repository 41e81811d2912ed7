import type { ErrorHandler } from "hono";

const DOCUMENTATION = "https://docs.github.com/rest";

/** A refusal in GitHub's words; `errors` names the fields, where there are any. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errors: readonly (object | string)[] | undefined;

  constructor(status: number, message: string, errors?: readonly (object | string)[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new ApiError(404, "Not Found");
/** A request that is well-formed and cannot be met; `errors` as GitHub writes them. */
export const invalid = (...errors: readonly (object | string)[]) => new ApiError(422, "Validation Failed", errors);
export const alreadyExists = (resource: string, field: string) => invalid({ resource, code: "already_exists", field });

/** Answers an `ApiError` as GitHub does; anything else is a defect of the emulator and says so. */
export const answerErrors: ErrorHandler = (error) => {
  const known = error instanceof ApiError ? error : new ApiError(500, `the emulator itself failed: ${error.stack}`);
  const { status, message, errors } = known;
  return Response.json(
    { message, ...(errors && { errors }), documentation_url: DOCUMENTATION, status: String(status) },
    { status },
  );
};
