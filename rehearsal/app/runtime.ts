import type { Commit } from "../core/git.ts";

/** What a deployment of the sample app is made of. */
export interface Deployed {
  /** What the deployment was given; read once, at start. */
  readonly env: Readonly<Record<string, string>>;
  /** What the deployment was built from; its traits say how the app behaves. */
  readonly commit: Commit;
  /** Receives one line at a time. No line ever holds a value of `env`. */
  readonly log: (line: string) => void;
}

/** One process of the sample app, and the world around it. */
export interface AppRuntime extends Deployed {
  /** The start command; it decides which program runs. */
  readonly command: string;
  /** The world's time. */
  readonly now: () => Date;
  /** The loopback port behind a name that is not spoken to by HTTP, such as `red-…`; undefined: the name does not resolve. */
  readonly portOf: (host: string) => number | undefined;
}

/** A process of the sample app that runs. */
export interface RunningApp {
  /** Answers requests; only a web process has it. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** The exit code, once it ends: by itself, or 0 when it was stopped. Never rejects. */
  readonly exited: Promise<number>;
  /** Asks it to end and waits until its connections are closed. */
  stop(): Promise<void>;
}
