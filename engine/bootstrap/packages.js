// @ts-check
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { PrepareError, unwritable } from "./error.js";
import { acquireLock } from "./lock.js";
import { startStep } from "./progress.js";
import { runStep } from "./step.js";

const STAMP = ".cutover-packages.json";
const TIME_LIMIT_MS = 15 * 60_000;

/**
 * Makes node_modules the one that package-lock.json describes. Install scripts are not run: the only one that is
 * wanted, Node's, is run by the next step when it is needed.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function ensurePackages(root, env) {
  if (packagesReady(root)) return;
  const lock = await lockOf(root);
  try {
    if (packagesReady(root)) return;
    if (matchesNpmsOwnRecord(root)) return writeStamp(root);
    const step = startStep("packages", "npm ci");
    // Without a stamp an install that is interrupted from here on is seen as unfinished, whatever npm left behind.
    fs.rmSync(path.join(root, "node_modules", STAMP), { force: true });
    const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    const result = await runStep("npm", args, { cwd: root, env, timeoutMs: TIME_LIMIT_MS, onStart: lock.running });
    if (!result.ok) {
      step.failed(result.problem);
      throw npmFailed(result, root);
    }
    writeStamp(root);
    step.done(`${Object.keys(lockedPackages(root)).length} packages as in package-lock.json`);
  } catch (error) {
    throw unwritable(error, root, ["clone the repository into a folder that you may write to"]);
  } finally {
    lock.release();
  }
}

/**
 * The packages' lock, shared with the step that installs Node into node_modules.
 * @param {string} root
 */
export async function lockOf(root) {
  try {
    return await acquireLock(path.join(root, ".cutover", "packages.lock"), {
      onWait: ({ pid, host }) =>
        process.stderr.write(`packages  waiting for process ${pid} on ${host}, which is installing them\n`),
    });
  } catch (error) {
    throw unwritable(error, root, ["clone the repository into a folder that you may write to"]);
  }
}

/**
 * Whether the last install finished, was of this package-lock.json and for this kind of machine, and no direct
 * dependency was removed since.
 * @param {string} root
 */
export function packagesReady(root) {
  try {
    if (fs.readFileSync(path.join(root, "node_modules", STAMP), "utf8") !== stampOf(root)) return false;
  } catch {
    return false;
  }
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
    fs.existsSync(path.join(root, "node_modules", name, "package.json")),
  );
}

/**
 * Whether somebody ran `npm ci` or `npm install` by hand: npm writes `node_modules/.package-lock.json` when it is
 * through, and it names the same versions.
 * @param {string} root
 */
function matchesNpmsOwnRecord(root) {
  try {
    const record = path.join(root, "node_modules", ".package-lock.json");
    /** @type {Record<string, { version?: string }>} */
    const installed = JSON.parse(fs.readFileSync(record, "utf8")).packages;
    return Object.entries(lockedPackages(root)).every(([folder, { version, optional }]) => {
      if (!installed[folder]) return Boolean(optional);
      return installed[folder].version === version && fs.existsSync(path.join(root, folder, "package.json"));
    });
  } catch {
    return false;
  }
}

/**
 * @param {string} root
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function lockedPackages(root) {
  const { "": _project, ...packages } = JSON.parse(
    fs.readFileSync(path.join(root, "package-lock.json"), "utf8"),
  ).packages;
  return packages;
}

/** @param {string} root */
function writeStamp(root) {
  const file = path.join(root, "node_modules", STAMP);
  fs.writeFileSync(`${file}.${process.pid}`, stampOf(root));
  fs.renameSync(`${file}.${process.pid}`, file);
}

/** @param {string} root */
function stampOf(root) {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  return `${JSON.stringify({ lock, platform: process.platform, arch: process.arch })}\n`;
}

/**
 * @param {import("./step.js").StepResult} result
 * @param {string} root
 */
function npmFailed({ problem, output }, root) {
  const said = output.split("\n").map((line) => line.replace(/^npm error ?/, "").trim());
  const outOfStep = /package\.json and package-lock\.json .* are in sync/.test(output);
  return new PrepareError("PACKAGES_NOT_INSTALLED", {
    what: `the packages could not be installed: ${problem}`,
    where: [
      `at ${root}`,
      ...said
        .filter(Boolean)
        .slice(0, 8)
        .map((line) => `| ${line}`),
    ].join("\n"),
    fixes: outOfStep
      ? ["rm -rf node_modules package-lock.json && npm install    (package.json was changed without package-lock.json)"]
      : [
          "connect this machine to an npm registry (`npm ping` must succeed) and run the command again",
          "point npm at a mirror: npm config set registry <address>",
          "copy node_modules from another clone on the same kind of machine; it is accepted when it fits package-lock.json",
        ],
  });
}
