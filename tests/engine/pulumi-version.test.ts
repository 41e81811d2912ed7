import { expect, it } from "vitest";
import { askVersion, isAtLeast, parseVersion } from "../../engine/pulumi-version.ts";
import { fakeMachine } from "./fake-machine.ts";

it.each([
  ["3.259.0", [3, 259, 0], ""],
  ["v3.259.0\n", [3, 259, 0], ""],
  ["v3.260.0-alpha.1731", [3, 260, 0], "alpha.1731"],
  ["3.260.0-dev.0+dirty.abc", [3, 260, 0], "dev.0"],
])("reads the version %j", (text, numbers, prerelease) => {
  expect(parseVersion(text)).toEqual({ numbers, prerelease });
});

it.each(["", "v3", "3.259", "pulumi 3.259.0", "3.259.0 extra", "three"])("takes %j for no version", (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

it.each([
  ["3.259.0", "3.249.0", true],
  ["3.249.0", "3.249.0", true],
  ["3.248.9", "3.249.0", false],
  ["4.0.0", "3.249.0", true],
  ["2.300.0", "3.249.0", false],
  ["3.249.0-alpha.1", "3.249.0", false],
  ["3.250.0-alpha.1", "3.249.0", true],
  ["3.1000.0", "3.249.0", true],
])("says whether %s is at least %s: %s", (have, oldest, expected) => {
  const [a, b] = [parseVersion(have), parseVersion(oldest)];
  expect(a && b && isAtLeast(a, b)).toBe(expected);
});

it.each([
  ["echo v3.259.0", { version: "3.259.0" }],
  ["echo", { problem: "it was built without a version, which Pulumi's Automation API refuses" }],
  ["echo hello", { problem: 'its version is not one: "hello"' }],
  ["exit 3", { problem: "`pulumi version` ended with exit code 3" }],
  ["kill -9 $$", { problem: "`pulumi version` was ended by SIGKILL" }],
])("asks a program for its version: %s", (script, expected) => {
  const machine = fakeMachine();
  expect(askVersion(machine.program("pulumi", script), machine.env)).toEqual(expected);
});

it("says that a file which is not a program does not start", () => {
  const machine = fakeMachine();
  const file = machine.write("bin/pulumi", "not a program");
  expect(askVersion(file, machine.env)).toEqual({ problem: expect.stringContaining("does not start: ") });
});
