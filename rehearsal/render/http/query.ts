import type { Context } from "hono";
import { badRequest } from "../api-error.ts";
import { type Moment, momentOf } from "../entities/moment.ts";

/** A list parameter: comma-joined, repeated, or both. Undefined when it is not there. */
export function listParam(c: Context, name: string): string[] | undefined {
  const values = c.req.queries(name)?.flatMap((value) => value.split(",").filter(Boolean));
  return values?.length ? values : undefined;
}

/** Passes the values that a list parameter names, or all of them when it is not there. */
export function among(c: Context, name: string): (value: string | undefined) => boolean {
  const values = listParam(c, name);
  return (value) => values === undefined || (value !== undefined && values.includes(value));
}

/** A list parameter of which each value is one of `allowed`. @throws ApiError 400 */
export function enumParam(c: Context, name: string, allowed: readonly string[]): string[] | undefined {
  const values = listParam(c, name);
  for (const value of values ?? [])
    if (!allowed.includes(value)) throw badRequest(`invalid ${name}: expected one of ${allowed.join(", ")}`);
  return values;
}

/** A time parameter. @throws ApiError 400 when it is no RFC 3339 time. */
export function timeParam(c: Context, name: string): Moment | undefined {
  const value = c.req.query(name);
  if (!value) return undefined;
  const moment = momentOf(value);
  if (moment === undefined) throw badRequest(`invalid ${name}: expected a time such as 2026-01-02T03:04:05Z`);
  return moment;
}

/** `limit`, 1 to 100, default 20. @throws ApiError 400 */
export function limitParam(c: Context): number {
  const value = c.req.query("limit") || "20";
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw badRequest("invalid limit: expected 1 to 100");
  return limit;
}

/** The filters `<noun>Before` and `<noun>After` on a moment; an item without one passes only when neither is asked for. */
export function between(c: Context, noun: string): (moment: Moment | undefined) => boolean {
  const before = timeParam(c, `${noun}Before`);
  const after = timeParam(c, `${noun}After`);
  return (moment) => {
    if (moment === undefined) return before === undefined && after === undefined;
    return (before === undefined || moment < before) && (after === undefined || moment > after);
  };
}
