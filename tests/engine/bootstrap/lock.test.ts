import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, utimesSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { acquireLock } from "../../../engine/bootstrap/lock.js";
import { type FakeMachine, fakeMachine } from "../fake-machine.ts";

const deadPid = spawnSync("/bin/sh", ["-c", "exit 0"]).pid;
const host = os.hostname();

function lockedBy(owner: object | string): { machine: FakeMachine; file: string } {
  const machine = fakeMachine();
  return { machine, file: machine.write("lock", typeof owner === "string" ? owner : JSON.stringify(owner)) };
}

it("admits one at a time and leaves nothing behind", async () => {
  const { folder } = fakeMachine();
  let inside = 0;
  let most = 0;
  const work = async () => {
    const lock = await acquireLock(path.join(folder, "lock"));
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    lock.release();
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ["whose process is gone", { pid: deadPid, host }],
  ["whose process and whose command are gone", { pid: deadPid, host, group: deadPid }],
  ["that is cut off", '{"pid": 12'],
])("takes over a lock %s, at once", async (_title, owner) => {
  const { file, machine } = lockedBy(owner);
  const onWait = vi.fn();
  const lock = await acquireLock(file, { onWait });
  expect(JSON.parse(machine.read("lock"))).toMatchObject({ pid: process.pid, host });
  expect(onWait).not.toHaveBeenCalled();
  lock.release();
});

it("waits while the command of a killed owner still runs", async () => {
  const command = spawn("/bin/sh", ["-c", "sleep 0.6"], { detached: true, stdio: "ignore" });
  const ended = once(command, "exit");
  const { file } = lockedBy({ pid: deadPid, host, group: command.pid });
  const onWait = vi.fn();
  const lock = await acquireLock(file, { onWait });
  await ended;
  expect(onWait).toHaveBeenCalledOnce();
  lock.release();
});

it("takes over another machine's lock only when it was not touched while we waited", async () => {
  const { file } = lockedBy({ pid: 1, host: "elsewhere" });
  let touches = 3;
  const touching = setInterval(() => {
    if (touches-- > 0) utimesSync(file, new Date(), new Date());
  }, 300);
  const lock = await acquireLock(file, { deadAfterMs: 1000 });
  clearInterval(touching);
  expect(touches).toBeLessThan(0);
  lock.release();
});

it("waits for a living owner and says for whom", async () => {
  const { folder } = fakeMachine();
  const file = path.join(folder, "lock");
  const first = await acquireLock(file);
  const onWait = vi.fn(() => first.release());
  const second = await acquireLock(file, { onWait });
  expect(onWait).toHaveBeenCalledWith({ pid: process.pid, host });
  second.release();
});
