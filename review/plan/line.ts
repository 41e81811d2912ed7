import { sha256 } from "../../judgement/digest.ts";
import { asUnknown, unknownsIn } from "./inputs.ts";
import type { ResourceChange } from "./plan.ts";

/** A line of a record that is about a resource. */
export interface ChangeLine {
  readonly kind: string;
  /** `render:index:WebService api`. */
  readonly what: string;
  readonly paths: readonly string[];
  /** Where its inputs were not known yet. */
  readonly unknown: readonly string[];
  /** Of its URN and its inputs, without those. */
  readonly hash: string;
}

/** `update render:index:WebService api env.A plan ?/env/B HASH`. */
export function changeLine(change: ResourceChange): string {
  const { kind, type, name, properties, inputs } = change;
  const paths = properties.map(({ path }) => path);
  return lineOf([kind, type, name, ...paths, ...unknownsIn(inputs).map((path) => `?${path}`)], hashOf(change));
}

/** What a line says; undefined for one of the stack's file. */
export function changeIn(line: string): ChangeLine | undefined {
  if (isOfTheFile(line)) return undefined;
  const [kind = "", type = "", name = "", ...rest] = line.split(" ");
  const hash = rest.pop() ?? "";
  const paths = rest.filter((path) => !path.startsWith("?/"));
  const unknown = rest.filter((path) => path.startsWith("?/")).map((path) => decoded(path.slice(1)));
  return { kind, what: `${type} ${name}`, paths, unknown, hash };
}

/** A hash by which two of one name below different parents are told apart. */
export const hashOf = ({ urn, inputs }: ResourceChange, unknown: readonly string[] = []): string =>
  sha256(JSON.stringify([urn, asUnknown(inputs, new Set(unknown))]));

export const isOfTheFile = (line: string): boolean => /^(config|secret) /.test(line);

export const lineOf = (words: readonly string[], hash: string): string => [...words.map(word), hash].join(" ");

/** Names and keys are the change's own: one with a blank or a line break must not look like more than one word. */
export const word = (text: string): string => text.toWellFormed().replace(/[\s\p{C}%]/gu, encodeURIComponent);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
