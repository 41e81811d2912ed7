import { existsSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { builtCli, choiceFile, choiceHolds } from "../../engine/bootstrap/fingerprint.js";
import { currentChoice } from "../../engine/choice.ts";
import { recordKept } from "../../engine/kept-cli.ts";
import { BUILT_PULUMI } from "../../engine/versions.js";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

/** With a Pulumi that notes each time it is started. */
function installedMachine(): FakeMachine {
  const machine = fakeMachine();
  machine.env.PATH = path.join(machine.folder, "bin");
  machine.program("pulumi", "echo started >> $HERE/starts; echo v3.260.0");
  machine.program("pulumi-language-nodejs", "");
  return machine;
}

it("asks for the version once, and remembers the choice", () => {
  const { env, log } = installedMachine();
  const first = currentChoice(env);
  expect(currentChoice(env)).toEqual(first);
  expect(log("starts")).toHaveLength(1);
  expect(choiceHolds(env)).toBe(true);
});

it("chooses again when a program on PATH changes", () => {
  const machine = installedMachine();
  currentChoice(machine.env);
  machine.program("pulumi", "echo v3.261.0 # a new one");
  expect(choiceHolds(machine.env)).toBe(false);
  expect(currentChoice(machine.env)).toMatchObject({ version: "3.261.0" });
});

it("chooses again when the setting changes, and refuses a setting it does not know", () => {
  const { env } = installedMachine();
  currentChoice(env);
  expect(currentChoice({ ...env, CUTOVER_ENGINE: "go" })).toBeUndefined();
  expect(() => currentChoice({ ...env, CUTOVER_ENGINE: "docker" })).toThrow(
    'ENGINE_UNKNOWN: CUTOVER_ENGINE is "docker"; expected path, npm or go\n  fix: unset CUTOVER_ENGINE',
  );
});

it("notices that the build it chose was truncated", () => {
  const machine = fakeMachine();
  machine.env.PATH = path.join(machine.folder, "bin");
  const place = path.relative(machine.folder, path.dirname(builtCli(machine.env)));
  const pulumi = machine.program("pulumi", `echo ${BUILT_PULUMI}`, place);
  recordKept(pulumi, BUILT_PULUMI);
  expect(currentChoice(machine.env)).toMatchObject({ way: "go", version: BUILT_PULUMI });
  truncateSync(pulumi, 5);
  expect(choiceHolds(machine.env)).toBe(false);
  expect(currentChoice(machine.env)).toBeUndefined();
});

it.each(["", "{", '{"fingerprint":"x"}', "[]"])("treats the remembered choice %j as none", (text) => {
  const { env } = installedMachine();
  currentChoice(env);
  writeFileSync(choiceFile(env), text);
  expect(choiceHolds(env)).toBe(false);
  expect(currentChoice(env)).toMatchObject({ way: "path" });
});

it("chooses all the same where nothing can be written", () => {
  const machine = installedMachine();
  machine.write("engines", "a file, not a folder");
  expect(currentChoice(machine.env)).toMatchObject({ way: "path" });
  expect(existsSync(choiceFile(machine.env))).toBe(false);
});
