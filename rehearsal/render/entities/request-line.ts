import { digits } from "./ids.ts";
import type { LogLine } from "./log-book.ts";
import type { Visit } from "./traffic.ts";

/** A request as a log line of type `request`, which has labels of its own. */
export interface RequestLine extends Omit<LogLine, "type"> {
  readonly type: "request";
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly statusCode: string;
}

/** The line of a request; each is made once, since logs are asked for again and again. */
export function requestLine(visit: Visit): RequestLine {
  const line = made.get(visit) ?? lineOf(visit);
  made.set(visit, line);
  return line;
}

const made = new WeakMap<Visit, RequestLine>();

function lineOf({ serviceId, instance, at, ...visit }: Visit): RequestLine {
  const { host, method, path, statusCode, tookMs, bytes } = visit;
  const requestId = digits(`request of ${at}`, 20);
  return {
    id: digits(`request line of ${at}`, 20),
    ...{ at, serviceId, instance, host, method, path, statusCode: String(statusCode) },
    type: "request",
    level: statusCode >= 500 ? "error" : "info",
    message:
      `[${method}] ${statusCode} ${host}${path} clientIP="127.0.0.1" requestID="${requestId}" ` +
      `responseTimeMS=${Math.ceil(tookMs)} responseBytes=${bytes}`,
  };
}
