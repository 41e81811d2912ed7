/** What kind of fault it is; stable, for scripts that read `cutover config check --json`. */
type FaultCode =
  | "CONFIG_INVALID"
  | "CONFIG_MISSING"
  | "CONFIG_UNKNOWN_KEY"
  | "CONFIG_SECRET_MISSING"
  | "CONFIG_NOT_ENCRYPTED"
  | "CONFIG_MISPLACED_SECRET"
  | "CONFIG_UNREADABLE";

/** One mistake in a stack's configuration, told in three lines: what and what is allowed, where, how to fix it. */
export interface Fault {
  readonly code: FaultCode;
  /** Pulumi's notation without the namespace, such as `smokeChecks[0].expect.status`; empty for the file itself. */
  readonly path: string;
  /** A sentence. Holds no secret: values that are or look like one are masked. */
  readonly what: string;
  readonly where: string;
  /** A command where there is one, else an instruction. */
  readonly fix: string;
}

/** The stack whose configuration is judged, and how to speak of it. */
export interface Subject {
  readonly stack: string;
  /** The file's name, `Pulumi.<stack>.yaml`. */
  readonly file: string;
}

/** The stack named `stack`, configured in the file that Pulumi reads for it. */
export function subjectOf(stack: string): Subject {
  return { stack, file: `Pulumi.${stack}.yaml` };
}
