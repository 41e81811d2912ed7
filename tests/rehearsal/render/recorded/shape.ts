import type { Json } from "../render-world.ts";

/** Every path of a value with its type; all items of a list count as one. */
export function shapeOf(value: Json, at = ""): Set<string> {
  const type = value === null ? "null" : typeof value;
  const shape = new Set(at && !Array.isArray(value) ? [`${at}:${type}`] : []);
  const inner = Array.isArray(value)
    ? value.map((item) => [`${at}[]`, item])
    : Object.entries(type === "object" && value ? value : {});
  for (const [key, held] of inner) {
    const path = Array.isArray(value) ? key : at ? `${at}.${key}` : key;
    for (const found of shapeOf(held, path)) shape.add(found);
  }
  return shape;
}

/** What one of two shapes has and the other has not: `-` theirs, `+` ours. */
export const differences = (theirs: Set<string>, ours: Set<string>): string[] =>
  [...theirs.difference(ours)].map((one) => `-${one}`).concat([...ours.difference(theirs)].map((one) => `+${one}`));

/** Members whose values differ between any two worlds. */
const ownValues =
  /^(\w*[iI]ds?|cursor|\w+At|\w*[uU]rl|slug|sshAddress|autoDeployTrigger|owner|version|password|\w+ConnectionString|\w*Command|databaseName|databaseUser|secret|ips|status)$/;

/** An answer without the values that no two worlds share; nothing for an empty one. */
export const valuesOf = (value: Json): Json =>
  JSON.parse(JSON.stringify(value ?? {}, (key, held) => (ownValues.test(key) ? undefined : held)));
