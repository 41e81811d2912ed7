import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { root } from "../../engine/bootstrap/places.js";
import { isAtLeast, parseVersion } from "../../engine/pulumi-version.ts";
import { BUILT_PULUMI, LAUNCHED_PULUMI, NODE_MAJOR, OLDEST_PULUMI } from "../../engine/versions.js";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

it("builds the version that engine/go/go.mod pins", () => {
  expect(read("engine/go/go.mod")).toContain(`\nrequire github.com/pulumi/pulumi/pkg/v3 v${BUILT_PULUMI}\n`);
});

it("has the digests of that version", () => {
  expect(read("engine/go/go.sum")).toMatch(new RegExp(`^github.com/pulumi/pulumi/pkg/v3 v${BUILT_PULUMI} h1:`, "m"));
});

it("launches the version that engine/npm pins, by its digest", () => {
  expect(JSON.parse(read("engine/npm/package.json")).dependencies).toEqual({ pulumi: LAUNCHED_PULUMI });
  expect(JSON.parse(read("engine/npm/package-lock.json")).packages["node_modules/pulumi"]).toMatchObject({
    version: LAUNCHED_PULUMI,
    integrity: expect.stringMatching(/^sha512-/),
  });
});

it.each([BUILT_PULUMI, LAUNCHED_PULUMI])("gets an engine, %s, that it would accept", (version) => {
  const [have, oldest] = [parseVersion(version), parseVersion(OLDEST_PULUMI)];
  expect(have && oldest && isAtLeast(have, oldest)).toBe(true);
});

it("installs a Node that it would accept", () => {
  expect(Number.parseInt(JSON.parse(read("package.json")).devDependencies.node, 10)).toBeGreaterThanOrEqual(NODE_MAJOR);
});

it("locks every platform's packages, without which `npm ci` refuses the lock", () => {
  const packages: Record<string, { optionalDependencies?: object }> = JSON.parse(read("package-lock.json")).packages;
  const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  const missing = named.filter(
    (name) => !Object.keys(packages).some((folder) => folder.endsWith(`node_modules/${name}`)),
  );
  expect(missing).toEqual([]);
});
