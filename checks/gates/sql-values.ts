import pg from "pg";
import type { Json } from "./gate-verdict.ts";

/** A value that conditions cannot be asked about: it would lose what it says. */
export class ValueUnusable extends Error {}

/**
 * Turns a column's text, as PostgreSQL writes it, into what conditions work with: numbers, ISO 8601 times, intervals in
 * seconds, JSON; anything else stays text.
 * @param type the column's type: an OID of `pg_type`
 * @throws ValueUnusable for a number that is none, or that is beyond 2^53
 */
export function decode(type: number, text: string): Json {
  const element = elements[type];
  if (element !== undefined) return list(text, element);
  const { builtins } = pg.types;
  switch (type) {
    case builtins.INT2:
    case builtins.INT4:
    case builtins.INT8:
    case builtins.OID:
    case builtins.FLOAT4:
    case builtins.FLOAT8:
    case builtins.NUMERIC:
      return exact(Number(text), text);
    case builtins.BOOL:
      return text === "t";
    case builtins.TIMESTAMPTZ:
      return moment(text, "");
    case builtins.TIMESTAMP:
      return moment(text, "Z");
    case builtins.INTERVAL:
      return seconds(text);
    case builtins.JSON:
    case builtins.JSONB:
      return JSON.parse(text, (_, value: Json) => (typeof value === "number" ? exact(value, String(value)) : value));
    default:
      return text;
  }
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** Element types by the OIDs of their arrays: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const elements: Readonly<Record<number, number>> = {
  1000: 16, // bool
  1005: 21, // int2
  1007: 23, // int4
  1016: 20, // int8
  1028: 26, // oid
  1021: 700, // float4
  1022: 701, // float8
  1231: 1700, // numeric
  1115: 1114, // timestamp
  1185: 1184, // timestamptz
  1187: 1186, // interval
  199: 114, // json
  3807: 3802, // jsonb
  1009: 25, // text
  1015: 1043, // varchar
  1002: 18, // char
  1014: 1042, // bpchar
  1003: 19, // name
  2951: 2950, // uuid
  1182: 1082, // date
};

function list(text: string, element: number): Json {
  const each = (item: Json): Json =>
    Array.isArray(item) ? item.map(each) : typeof item === "string" ? decode(element, item) : item;
  // The parser of text[] gives the elements of any array as text, nested as they are.
  const parse: (text: string) => Json[] = pg.types.getTypeParser(1009 as TypeId);
  return parse(text).map(each);
}

function exact(value: number, text: string): number {
  if (!Number.isFinite(value)) throw new ValueUnusable(`${text} is not a number to compare with`);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new ValueUnusable(`${text} is beyond 2^53, so it cannot be compared exactly`);
  return value;
}

/** Milliseconds of UTC. What has no such form (`infinity`, years BC) stays as it is. */
function moment(text: string, zone: string): string {
  const date = new Date(`${text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")}${zone}`);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}

/** As `extract(epoch from …)` counts: a year has 365.25 days, a month 30. */
function seconds(text: string): number {
  const parse = pg.types.getTypeParser(pg.types.builtins.INTERVAL) as (text: string) => Partial<Record<string, number>>;
  const { years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = parse(text);
  return (years * 365.25 + months * 30 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds + milliseconds / 1000;
}
