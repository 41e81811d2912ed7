import { digits } from "./ids.ts";
import type { Moment, Moments } from "./moment.ts";
import type { RequestLine } from "./request-line.ts";

export type LogType = "app" | "build";
export type LogLevel = "info" | "warning" | "error";

export interface LogLine {
  readonly id: string;
  readonly at: Moment;
  readonly serviceId: string;
  /** The instance it came from; build lines have none. */
  readonly instance: string | undefined;
  readonly type: LogType;
  readonly level: LogLevel;
  readonly message: string;
}

/** All log lines of the world, oldest first. */
export class LogBook {
  readonly #moments: Moments;
  readonly lines: LogLine[] = [];
  /** For how long lines are shown, as a workspace's plan says; undefined: for ever. @see https://render.com/docs/logging */
  keptMs: number | undefined = undefined;

  constructor(moments: Moments) {
    this.#moments = moments;
  }

  add(serviceId: string, type: LogType, message: string, instance?: string, level: LogLevel = levelOf(message)): void {
    const id = digits(`log ${this.lines.length}`, 20);
    this.lines.push({ id, at: this.#moments.next(), serviceId, instance, type, level, message });
  }

  /** The moment before which nothing is shown any more. */
  shownSince(now: Moment): Moment {
    return this.keptMs === undefined ? 0n : now - BigInt(this.keptMs) * 1_000_000n;
  }

  of(serviceIds: readonly string[]): readonly LogLine[] {
    return this.lines.filter((line) => serviceIds.includes(line.serviceId));
  }
}

/** Render reads the level off the text. */
function levelOf(message: string): LogLevel {
  if (/\b(error|traceback|fatal|failed)\b|Error:/i.test(message)) return "error";
  return /\bwarn(ing)?\b/i.test(message) ? "warning" : "info";
}

/** Render's JSON of a log line. */
export function logJson(line: LogLine | RequestLine, time: (moment: Moment) => string) {
  const { serviceId: resource, instance, level, type } = line;
  const { host, method, statusCode, path } = line.type === "request" ? line : ({} as Partial<RequestLine>);
  const labels = Object.entries({ resource, instance, level, type, host, method, statusCode, path });
  return {
    id: line.id,
    message: line.message,
    timestamp: time(line.at),
    labels: labels.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  };
}
