import { mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { builtCli, downloadedCli } from "../../engine/bootstrap/fingerprint.js";
import { languageHostFolder } from "../../engine/bootstrap/places.js";
import { candidates } from "../../engine/candidates.ts";
import { choose } from "../../engine/choice.ts";
import { recordFile, recordKept } from "../../engine/kept-cli.ts";
import { BUILT_PULUMI, LAUNCHED_PULUMI } from "../../engine/versions.js";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

const HOST = "pulumi-language-nodejs";

/** Without /usr/bin, where this machine may have a Pulumi of its own. */
function bareMachine(): FakeMachine {
  const machine = fakeMachine();
  machine.env.PATH = path.join(machine.folder, "bin");
  return machine;
}

function build(machine: FakeMachine): string {
  const place = path.relative(machine.folder, path.dirname(builtCli(machine.env)));
  const pulumi = machine.program("pulumi", `echo ${BUILT_PULUMI}`, place);
  recordKept(pulumi, BUILT_PULUMI);
  return pulumi;
}

function download(machine: FakeMachine): string {
  const place = path.relative(machine.folder, path.dirname(downloadedCli(machine.env)));
  machine.program(HOST, "", place);
  const pulumi = machine.program("pulumi", `echo v${LAUNCHED_PULUMI}`, place);
  recordKept(pulumi, LAUNCHED_PULUMI);
  return pulumi;
}

it("prefers an installed Pulumi with its own language host, and does not add ours", () => {
  const machine = bareMachine();
  build(machine);
  download(machine);
  const pulumi = machine.program("pulumi", "echo v3.259.0");
  const languageHost = machine.program(HOST, "");
  expect(choose(candidates(machine.env), undefined)).toMatchObject({
    way: "path",
    pulumi,
    version: "3.259.0",
    languageHost,
    ownHost: false,
  });
});

it("finds the language host elsewhere on PATH, and beside the file that a link on PATH points at", () => {
  const machine = bareMachine();
  const real = machine.program("pulumi", "echo 3.259.0", "opt/pulumi");
  mkdirSync(path.join(machine.folder, "bin"), { recursive: true });
  symlinkSync(real, path.join(machine.folder, "bin", "pulumi"));
  const elsewhere = machine.program(HOST, "", "other");
  machine.env.PATH += `${path.delimiter}${path.join(machine.folder, "other")}`;
  expect(candidates(machine.env)[0]).toMatchObject({ languageHost: elsewhere, ownHost: false });
  const beside = machine.program(HOST, "", "opt/pulumi");
  expect(candidates(machine.env)[0]).toMatchObject({ languageHost: beside, ownHost: false });
});

it("takes the download before the build, and before an installed Pulumi without a language host", () => {
  const machine = bareMachine();
  build(machine);
  const pulumi = download(machine);
  machine.program("pulumi", "echo 3.259.0");
  expect(choose(candidates(machine.env), undefined)).toMatchObject({ way: "npm", pulumi, ownHost: false });
});

it("takes an installed Pulumi without a language host before the build, with this project's host", () => {
  const machine = bareMachine();
  build(machine);
  const pulumi = machine.program("pulumi", "echo 3.259.0");
  expect(choose(candidates(machine.env), undefined)).toMatchObject({
    way: "path",
    pulumi,
    ownHost: true,
    languageHost: path.join(languageHostFolder, HOST),
  });
});

it("passes over an installed Pulumi that is too old, and says so", () => {
  const machine = bareMachine();
  const built = build(machine);
  machine.program("pulumi", "echo v3.200.1");
  machine.program(HOST, "");
  const all = candidates(machine.env);
  expect(all.find(({ way }) => way === "path")).toMatchObject({
    usable: false,
    reason: "3.200.1 is older than 3.249.0",
  });
  expect(choose(all, undefined)).toMatchObject({ way: "go", pulumi: built, ownHost: true });
});

it("takes the second Pulumi on PATH when the first is too old", () => {
  const machine = bareMachine();
  machine.program("pulumi", "echo v3.1.0");
  const second = machine.program("pulumi", "echo v3.260.0", "second");
  machine.program(HOST, "", "second");
  machine.env.PATH += `${path.delimiter}${path.join(machine.folder, "second")}`;
  expect(choose(candidates(machine.env), undefined)).toMatchObject({ pulumi: second, version: "3.260.0" });
});

it("never starts a globally installed npm launcher, which would download", () => {
  const machine = bareMachine();
  const launcher = machine.program("run.js", "touch $HERE/started", "lib/node_modules/pulumi");
  mkdirSync(path.join(machine.folder, "bin"), { recursive: true });
  symlinkSync(launcher, path.join(machine.folder, "bin", "pulumi"));
  expect(candidates(machine.env)[0]).toMatchObject({ usable: false, reason: expect.stringContaining("npm launcher") });
  expect(machine.log("started")).toEqual([]);
});

it("does not take its own kept engines or node_modules/.bin on PATH for an installed Pulumi", () => {
  const machine = bareMachine();
  const own = ["node_modules/.bin", "elsewhere/.cutover/engine/3.259.0", "engines/3.259.0"];
  for (const place of own) machine.program("pulumi", "echo v3.259.0", place);
  machine.env.PATH = own.map((place) => path.join(machine.folder, place)).join(path.delimiter);
  expect(candidates(machine.env).map(({ way }) => way)).toEqual(["npm", "go"]);
});

it.each([
  ["npm", LAUNCHED_PULUMI],
  ["go", BUILT_PULUMI],
  ["path", "3.300.0"],
] as const)("takes only what CUTOVER_ENGINE=%s allows", (way, version) => {
  const machine = bareMachine();
  build(machine);
  download(machine);
  machine.program("pulumi", "echo 3.300.0");
  expect(choose(candidates(machine.env), way)).toMatchObject({
    way,
    version,
    why: expect.stringContaining(`forced by CUTOVER_ENGINE=${way}`),
  });
});

it("chooses nothing when the forced way has nothing", () => {
  const machine = bareMachine();
  build(machine);
  expect(choose(candidates(machine.env), "path")).toBeUndefined();
});

it("uses this clone's language host when the one linked beside a shared build is another clone's", () => {
  const machine = bareMachine();
  const link = path.join(path.dirname(build(machine)), HOST);
  symlinkSync(machine.program(HOST, "", "other-clone/engine/language-host"), link);
  const own = path.join(languageHostFolder, HOST);
  expect(candidates(machine.env).at(-1)).toMatchObject({ languageHost: own, ownHost: true });
});

it("recognises a truncated build by its size", () => {
  const machine = bareMachine();
  const pulumi = build(machine);
  truncateSync(pulumi, 10);
  expect(candidates(machine.env).at(-1)).toMatchObject({
    usable: false,
    reason: expect.stringMatching(/^it is damaged: 10 of \d+ bytes$/),
  });
});

it("recognises a build whose content was changed by its digest", () => {
  const machine = bareMachine();
  const pulumi = build(machine);
  const text = machine.read(path.relative(machine.folder, pulumi));
  writeFileSync(pulumi, text.replace("echo", "exit"));
  utimesSync(pulumi, 1, 1);
  expect(candidates(machine.env).at(-1)).toMatchObject({
    usable: false,
    reason: "it is damaged: its content is not what was recorded",
  });
});

it("accepts a whole build that was copied, so that only its time changed", () => {
  const machine = bareMachine();
  utimesSync(build(machine), 1, 1);
  expect(candidates(machine.env).at(-1)).toMatchObject({ usable: true, version: BUILT_PULUMI });
});

it.each([
  ["is missing", (file: string) => rmSync(file)],
  ["is cut off", (file: string) => truncateSync(file, 20)],
  ["has a field too many", (file: string) => writeFileSync(file, '{"version":"3.259.0","more":1}')],
])("does not trust a build whose record %s", (_title, damage) => {
  const machine = bareMachine();
  damage(recordFile(build(machine)));
  expect(candidates(machine.env).at(-1)).toMatchObject({
    usable: false,
    reason: "it has no readable record, so it may be half made",
  });
});
