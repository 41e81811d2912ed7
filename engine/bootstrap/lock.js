// @ts-check
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onInterrupt } from "./interrupt.js";
import { isAlive } from "./is-alive.js";

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} host
 * @property {number} [group] process group of the command that the owner is running, which may outlive a killed owner
 */

/**
 * @typedef {object} Lock
 * @property {(group: number) => void} running notes which process group works for the owner
 * @property {() => void} release
 */

const HEARTBEAT_MS = 2000;
const POLL_MS = 250;

/**
 * Only one process at a time prepares a folder; the others wait. An owner shows that it lives by touching the file
 * every two seconds. It counts as dead when its process is gone from this host, or, on another host, when the file
 * was not touched for `deadAfterMs` of our own waiting (so a laptop's sleep kills nobody).
 * @param {string} file
 * @param {{ onWait?: (owner: Owner) => void, deadAfterMs?: number }} [options]
 * @returns {Promise<Lock>}
 * @throws when the folder cannot be written to
 */
export async function acquireLock(file, { onWait, deadAfterMs = 30_000 } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let waited = 0;
  let lastTouch = -1;
  for (let told = false; ; ) {
    if (create(file)) return held(file);
    const owner = ownerOf(file);
    const touch = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    waited = touch === lastTouch ? waited + POLL_MS : 0;
    lastTouch = touch;
    if (!owner || isDead(owner) || waited >= deadAfterMs) {
      remove(file, owner);
      continue;
    }
    if (!told) onWait?.(owner);
    told = true;
    await sleep(POLL_MS);
  }
}

/** @param {string} file */
function create(file) {
  const draft = `${file}.${process.pid}.${Date.now()}`;
  fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, host: os.hostname() }));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {Lock}
 */
function held(file) {
  const heartbeat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), HEARTBEAT_MS).unref();
  const free = () => {
    clearInterval(heartbeat);
    if (ownerOf(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  };
  const forget = onInterrupt(free);
  return {
    running: (group) => {
      // In one step, so that nobody reads half of it.
      const draft = `${file}.${process.pid}`;
      fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, host: os.hostname(), group }));
      fs.renameSync(draft, file);
    },
    release: () => {
      forget();
      free();
    },
  };
}

/**
 * Takes a dead owner's lock away. Renaming first makes sure that of two who noticed the death only one removes it,
 * and neither removes the lock of a third who was faster.
 * @param {string} file
 * @param {Owner | undefined} dead
 */
function remove(file, dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    const taken = ownerOf(aside);
    if (taken && (taken.pid !== dead?.pid || taken.host !== dead?.host)) fs.linkSync(aside, file);
  } catch (error) {
    // Otherwise somebody else was faster, and the next round sees who owns it now.
    if (!["ENOENT", "EEXIST"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) throw error;
  }
  fs.rmSync(aside, { force: true });
}

/**
 * @param {string} file
 * @returns {Owner | undefined}
 */
function ownerOf(file) {
  try {
    const owner = JSON.parse(fs.readFileSync(file, "utf8"));
    return typeof owner.pid === "number" && typeof owner.host === "string" ? owner : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The commands of a killed owner may still be writing, so they count as alive too; they end by themselves.
 * @param {Owner} owner
 */
function isDead({ pid, host, group }) {
  return host === os.hostname() && !isAlive(pid) && !(group !== undefined && isAlive(-group));
}
