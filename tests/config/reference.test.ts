import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REFERENCE_FILE, referenceTables, withTables } from "../../config/reference.ts";
import { committed, faultsWith, ROOT } from "./baseline.ts";

const page = readFileSync(`${ROOT}${REFERENCE_FILE}`, "utf8");

describe("the reference of the configuration", () => {
  it("is as the schema is: npx cutover config schema --write", () => {
    expect(page).toBe(withTables(page));
  });

  it("tells every key of the production stack", () => {
    const told = new Set([...referenceTables().matchAll(/^\| `cutover:([^`]+)`/gm)].map(([, key]) => key));
    const free =
      /^(env\.\w+|(?:smokeChecks\[\]|rollout\.gates\[\]\.http)\.(?:request|expect)\.headers|baseline\.\w+\.(required|optional|alternatives\[\]))\.[^.]+/;
    const used = keysOf(committed("prod"), "").map((key) =>
      key.replace(free, "$1.NAME").replace(/^(baseline\.\w+\.together)\.[^.]+\.[^.]+/, "$1.NAME.NAME"),
    );
    const inside = /\.NAME\.|\.(body|json|schema)\./;

    expect(used.filter((key) => !inside.test(key) && !told.has(key))).toEqual([]);
  });

  it("shows a fault as it is told", () => {
    for (const fault of faultsWith({ "services.api.plan": "startr" })) expect(page).toContain(fault);
  });

  it("does not take a page that has lost its marks", () => {
    expect(() => withTables("# Configuration\n")).toThrow(/needs the lines/);
  });
});

/** Every key in use, list positions as `[]`. */
function keysOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, path === "" ? key : `${path}.${key}`));
}
