import path from "node:path";
import { expect, it } from "vitest";
import { binFolder, languageHostFolder } from "../../engine/bootstrap/places.js";
import type { EngineChoice } from "../../engine/choice.ts";
import { engineEnvironment, environmentOf } from "../../engine/environment.ts";
import { fakeMachine } from "./fake-machine.ts";

const OWN_HOST = path.join(languageHostFolder, "pulumi-language-nodejs");

function choiceOf(pulumi: string, ownHost: boolean): EngineChoice {
  const languageHost = ownHost ? OWN_HOST : path.join(path.dirname(pulumi), "pulumi-language-nodejs");
  return { way: "go", pulumi, version: "3.259.0", languageHost, ownHost, why: "" };
}

function foldersOf(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "").split(path.delimiter);
}

it("puts installed commands, the engine and this project's language host before everything else", () => {
  const machine = fakeMachine();
  const pulumi = machine.program("pulumi", "", "engine");
  const env = environmentOf(choiceOf(pulumi, true), machine.env);
  const folders = foldersOf(env);
  expect(folders[0]).toBe(binFolder);
  expect(folders.indexOf(path.dirname(pulumi))).toBeLessThan(folders.indexOf(path.join(machine.folder, "bin")));
  expect(folders.indexOf(languageHostFolder)).toBeLessThan(folders.indexOf(path.join(machine.folder, "bin")));
  expect(env.PULUMI_SKIP_UPDATE_CHECK).toBe("true");
});

it("keeps this project's language host away from a CLI that has one, also when the caller's PATH had it", () => {
  const machine = fakeMachine();
  const pulumi = machine.program("pulumi", "");
  const base = { ...machine.env, PATH: `${languageHostFolder}${path.delimiter}${machine.env.PATH}` };
  expect(foldersOf(environmentOf(choiceOf(pulumi, false), base))).not.toContain(languageHostFolder);
});

it("leaves PATH's order alone when the chosen CLI is found first anyway", () => {
  const machine = fakeMachine();
  const pulumi = machine.program("pulumi", "");
  const folders = foldersOf(environmentOf(choiceOf(pulumi, false), machine.env));
  expect(folders.slice(-3)).toEqual([path.join(machine.folder, "bin"), "/usr/bin", "/bin"]);
});

it("is the same when it is made from itself", () => {
  const machine = fakeMachine();
  const choice = choiceOf(machine.program("pulumi", "", "engine"), true);
  const once = environmentOf(choice, machine.env);
  expect(environmentOf(choice, once)).toEqual(once);
});

it("keeps the caller's settings", () => {
  const machine = fakeMachine();
  const env = environmentOf(choiceOf("/opt/pulumi", false), { ...machine.env, PULUMI_BACKEND_URL: "file:///state" });
  expect(env).toMatchObject({ PULUMI_BACKEND_URL: "file:///state", HOME: machine.folder });
});

it("says how to get an engine when none is ready", () => {
  const machine = fakeMachine();
  machine.env.PATH = path.join(machine.folder, "bin");
  expect(() => engineEnvironment(machine.env)).toThrow(
    /^ENGINE_NOT_READY: .*\n {2}fix.*\n.*node engine\/bootstrap\.js engine\/ready\.ts/,
  );
});
