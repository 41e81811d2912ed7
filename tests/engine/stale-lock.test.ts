import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { backendFolder } from "../../engine/backend-folder.ts";
import { releaseStaleLocks, tellReleased } from "../../engine/stale-lock.ts";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

/** The number of a process that is gone. */
const deadPid = spawnSync("/bin/sh", ["-c", "exit 0"]).pid;

function machineWithState(): FakeMachine {
  const machine = fakeMachine();
  machine.write("project/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
  machine.env.PULUMI_BACKEND_URL = `file://${machine.folder}/state`;
  return machine;
}

function lock(machine: FakeMachine, content: object | string, place = "shop/prod"): string {
  const lockContent = { pid: deadPid, username: "ann", hostname: os.hostname(), timestamp: new Date().toISOString() };
  const text = typeof content === "string" ? content : JSON.stringify({ ...lockContent, ...content });
  return machine.write(`state/.pulumi/locks/organization/${place}/6c3f.json`, text);
}

const release = (machine: FakeMachine) => releaseStaleLocks(machine.env, path.join(machine.folder, "project"));

it("releases a lock whose process is gone, and says whose it was", () => {
  const machine = machineWithState();
  const file = lock(machine, { timestamp: "2026-11-21T10:00:00.123456789Z" });
  const released = release(machine);
  expect(existsSync(file)).toBe(false);
  expect(released.map(tellReleased)).toEqual([
    `released the lock of stack prod: process ${deadPid}, which took it at 2026-11-21T10:00:00.123456789Z, was killed on this machine`,
  ]);
  expect(release(machine)).toEqual([]);
});

it.each([
  ["of a living process", { pid: process.pid }],
  ["made on another machine", { hostname: "elsewhere" }],
  ["without a process", { pid: undefined }],
  ["that is cut off", '{"pid": 1'],
])("keeps a lock %s", (_title, content) => {
  const machine = machineWithState();
  const file = lock(machine, content);
  expect(release(machine)).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

it.skipIf(spawnSync("ps").error)("releases a lock whose number a later process got", () => {
  const machine = machineWithState();
  const file = lock(machine, { pid: process.pid, timestamp: "2020-01-01T00:00:00+01:00" });
  expect(release(machine)).toHaveLength(1);
  expect(existsSync(file)).toBe(false);
});

it("keeps the locks of other projects", () => {
  const machine = machineWithState();
  const file = lock(machine, {}, "other/prod");
  expect(release(machine)).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

it.each(["https://api.pulumi.com", "s3://bucket/state", "postgres://localhost/state", ""])(
  "touches nothing with the backend %j",
  (url) => {
    const machine = machineWithState();
    const file = lock(machine, {});
    expect(
      releaseStaleLocks({ ...machine.env, PULUMI_BACKEND_URL: url }, path.join(machine.folder, "project")),
    ).toEqual([]);
    expect(existsSync(file)).toBe(true);
  },
);

it.each([
  ["file:///var/state", "/var/state"],
  ["file:///var/state?metadata=skip", "/var/state"],
  ["file://state", "/srv/state"],
  ["file://./state", "/srv/state"],
  ["file://~", os.homedir()],
  ["file://~/state", path.join(os.homedir(), "state")],
  ["s3://bucket", undefined],
])("finds the folder behind %s", (url, folder) => {
  expect(backendFolder({ PULUMI_BACKEND_URL: url }, "/srv")).toBe(folder);
});

it("finds the backend in the project's file, else where the last login went", () => {
  const machine = fakeMachine();
  machine.write("home/credentials.json", '{"current": "file:///logged/in"}');
  const env = { PULUMI_HOME: path.join(machine.folder, "home") };
  machine.write("a/Pulumi.yaml", "name: a\n");
  machine.write("b/Pulumi.yaml", "name: b\nbackend:\n  url: file:///of/project\n");
  machine.write("b/deep/er/file", "");
  expect(backendFolder(env, path.join(machine.folder, "a"))).toBe("/logged/in");
  expect(backendFolder(env, path.join(machine.folder, "b", "deep", "er"))).toBe("/of/project");
});
