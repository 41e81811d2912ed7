/** A mistake of the user or the world, told without a stack: what is wrong, where, how to fix. */
export class UserError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.code = code;
  }
}

/**
 * The operation made or changed the resource, but it is not as it should be (a failed deploy).
 * The engine keeps id and state, shows the reasons, and tries an update the next time.
 */
export class PartialFailure<State extends object = object> extends Error {
  readonly id: string;
  readonly state: State;
  readonly reasons: readonly string[];
  constructor(id: string, state: State, reasons: readonly string[], options?: ErrorOptions) {
    super(reasons.join("\n"), options);
    this.name = "PartialFailure";
    this.id = id;
    this.state = state;
    this.reasons = reasons;
  }
}
