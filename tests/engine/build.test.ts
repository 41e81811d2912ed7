import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { builtCli } from "../../engine/bootstrap/fingerprint.js";
import { languageHostFolder } from "../../engine/bootstrap/places.js";
import { buildCli } from "../../engine/build.ts";
import { candidates } from "../../engine/candidates.ts";
import { inspectKept } from "../../engine/kept-cli.ts";
import { BUILT_PULUMI } from "../../engine/versions.js";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

const lock = { running: () => {}, release: () => {} };

/** A Go whose `build` runs this script with the output file in `$OUT`. */
function machineWithGo(build: string, version = "go1.26.8"): FakeMachine {
  const machine = fakeMachine();
  machine.program(
    "go",
    `case "$1" in
  env) echo ${version};;
  list) echo "go: downloading example.com/a v1.0.0" >&2; echo a; echo b; echo c;;
  build)
    while [ "$1" != -o ]; do echo "$1" >> $HERE/flags; shift; done
    OUT="$2"; echo "$CGO_ENABLED $GOWORK [$GOFLAGS]" >> $HERE/settings
    ${build};;
esac`,
  );
  return machine;
}

const GOOD = `printf '#!/bin/sh\\necho ${BUILT_PULUMI}\\n' > "$OUT"; chmod +x "$OUT"; echo "example.com/a" >&2`;

it("keeps a CLI that answers with its version, under its final name only", async () => {
  const { env, log } = machineWithGo(GOOD);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await expect(buildCli(env, lock)).resolves.toBeUndefined();
  expect(inspectKept(builtCli(env), { thorough: true })).toMatchObject({ record: { version: BUILT_PULUMI } });
  expect(existsSync(`${path.dirname(builtCli(env))}.building`)).toBe(false);
  expect(log("flags")).toContain(`-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${BUILT_PULUMI}`);
});

it("links this project's language host beside the CLI, where Pulumi takes it for the CLI's own", async () => {
  const { env } = machineWithGo(GOOD);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await buildCli(env, lock);
  const beside = path.join(path.dirname(builtCli(env)), "pulumi-language-nodejs");
  expect(realpathSync(beside)).toBe(path.join(languageHostFolder, "pulumi-language-nodejs"));
  expect(candidates({ ...env, PATH: "" }).at(-1)).toMatchObject({ ownHost: true, languageHost: beside });
});

it("is not led astray by the caller's Go settings", async () => {
  const machine = machineWithGo(GOOD);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await buildCli({ ...machine.env, GOFLAGS: "-mod=vendor", GOWORK: "/elsewhere/go.work", CGO_ENABLED: "1" }, lock);
  expect(machine.log("settings")).toEqual(["0 off []"]);
});

it.each([
  ["fails", "echo 'a.go:1:1: syntax error' >&2; exit 1", /exit code 1\n(\| .*\n)*\| a\.go:1:1: syntax error/],
  ["is killed", "printf half > $OUT; kill -9 $$", /was ended by SIGKILL/],
  ["makes something that does not work", "printf half > $OUT; chmod +x $OUT", /does not work: /],
])("keeps nothing when the build %s, and the next one works", async (_title, script, problem) => {
  const machine = machineWithGo(`if [ -e $HERE/again ]; then ${GOOD}; else ${script}; fi`);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await expect(buildCli(machine.env, lock)).resolves.toMatch(problem);
  expect(inspectKept(builtCli(machine.env))).toEqual({ problem: "not there yet" });
  machine.write("again", "");
  await expect(buildCli(machine.env, lock)).resolves.toBeUndefined();
  expect(inspectKept(builtCli(machine.env))).toHaveProperty("record");
});

it("replaces a damaged build", async () => {
  const machine = machineWithGo(GOOD);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const place = path.relative(machine.folder, path.dirname(builtCli(machine.env)));
  machine.program("pulumi", "exit 1 # damaged", place);
  await expect(buildCli(machine.env, lock)).resolves.toBeUndefined();
  expect(inspectKept(builtCli(machine.env))).toHaveProperty("record");
});

it("refuses a Go that is too old to read the modules", async () => {
  const { env } = machineWithGo(GOOD, "go1.19.3");
  await expect(buildCli(env, lock)).resolves.toMatch(/is Go 1\.19; Go 1\.21 or newer is needed$/);
});

it("passes on why the modules cannot be had", async () => {
  const machine = fakeMachine();
  machine.program(
    "go",
    `[ "$1" = env ] && echo go1.26.8 || { echo "dial tcp: lookup proxy.example: no such host" >&2; exit 1; }`,
  );
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await expect(buildCli(machine.env, lock)).resolves.toMatch(
    /exit code 1\n\| dial tcp: lookup proxy.example: no such host$/,
  );
});
