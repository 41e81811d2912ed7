// @ts-check
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { NODE_MAJOR } from "../versions.js";
import { PrepareError, unwritable } from "./error.js";
import { lockOf } from "./packages.js";
import { startStep } from "./progress.js";
import { runStep } from "./step.js";

const TIME_LIMIT_MS = 10 * 60_000;

/**
 * Which Node runs everything: this process's own when it is new enough and is also the one that `node` on PATH
 * starts (programs that Pulumi starts look there), else that of the npm package `node`, installed when missing.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} absolute path
 */
export async function ensureNode(root, env) {
  const ready = readyNode(root, env);
  if (ready) return ready;
  const lock = await lockOf(root);
  try {
    const meanwhile = readyNode(root, env);
    if (meanwhile) return meanwhile;
    const folder = path.join(root, "node_modules", "node");
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const step = startStep("node", `installing ${version}; this one is ${process.version}`);
    const result = await install(folder, env, lock.running);
    if (result.ok) link(root);
    const problem = result.problem || verify(root);
    if (problem) {
      step.failed(problem);
      throw notInstalled(problem, result.output);
    }
    step.done(`${version} in node_modules`);
    return packagedNode(root);
  } catch (error) {
    throw unwritable(error, root, ["clone the repository into a folder that you may write to"]);
  } finally {
    lock.release();
  }
}

/**
 * The Node to use if none has to be installed first.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export function readyNode(root, env) {
  if (verifiedNode(root)) return packagedNode(root);
  return ownNodeServes(env) ? process.execPath : undefined;
}

/** @param {NodeJS.ProcessEnv} env */
function ownNodeServes(env) {
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) return false;
  for (const folder of (env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, "node");
    if (fs.existsSync(file)) return fs.realpathSync(file) === fs.realpathSync(process.execPath);
  }
  return false;
}

/**
 * The package's own installer, which fetches the package with the binary for this machine. npm would run it too,
 * but not every npm does so without asking.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {(group: number) => void} onStart
 */
function install(folder, env, onStart) {
  // npm would take a damaged earlier download for installed.
  for (const leftover of ["node_modules", "bin"])
    fs.rmSync(path.join(folder, leftover), { recursive: true, force: true });
  const quiet = { ...env, npm_config_loglevel: "error", npm_config_audit: "false", npm_config_fund: "false" };
  const args = ["installArchSpecificPackage.js"];
  return runStep(process.execPath, args, { cwd: folder, env: quiet, timeoutMs: TIME_LIMIT_MS, onStart });
}

/**
 * Puts the packaged Node among the installed commands, which npm does only when it ran the package's installer.
 * @param {string} root
 */
function link(root) {
  const command = path.join(root, "node_modules", ".bin", "node");
  fs.rmSync(command, { force: true });
  fs.symlinkSync(path.relative(path.dirname(command), packagedNode(root)), command);
}

/** @param {string} root */
function packagedNode(root) {
  return path.join(root, "node_modules", "node", "bin", "node");
}

/** @param {string} root */
function stampFile(root) {
  return path.join(root, "node_modules", ".cutover-node.json");
}

/**
 * Whether the packaged Node is the file that was seen to work.
 * @param {string} root
 */
function verifiedNode(root) {
  if (!fs.existsSync(path.join(root, "node_modules", ".bin", "node"))) return false;
  try {
    if (fs.readFileSync(stampFile(root), "utf8") === factsOf(packagedNode(root))) return true;
  } catch {
    // Not looked at yet.
  }
  return verify(root) === "";
}

/**
 * Starts the packaged Node once and remembers that it works.
 * @param {string} root
 * @returns {string} what is wrong with it; empty when nothing is
 */
function verify(root) {
  const file = packagedNode(root);
  try {
    const version = execFileSync(file, ["--version"], { encoding: "utf8", timeout: 20_000, stdio: "pipe" }).trim();
    if (Number.parseInt(version.slice(1), 10) < NODE_MAJOR) return `${file} is ${version}`;
  } catch (error) {
    return `${file} does not start: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
  try {
    fs.writeFileSync(stampFile(root), factsOf(file));
  } catch {
    // A folder that cannot be written to costs a few milliseconds each time, nothing else.
  }
  return "";
}

/** @param {string} file */
function factsOf(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${JSON.stringify({ size, mtimeMs })}\n`;
}

/**
 * @param {string} problem
 * @param {string} output
 */
function notInstalled(problem, output) {
  return new PrepareError("NODE_NOT_INSTALLED", {
    what: `Node ${NODE_MAJOR} is needed, this is ${process.version}, and the npm package with a newer one could not be installed`,
    where: [
      problem,
      ...output
        .split("\n")
        .filter((line) => line.trim())
        .slice(-6)
        .map((line) => `| ${line}`),
    ].join("\n"),
    fixes: [
      `install Node ${NODE_MAJOR} or newer (https://nodejs.org) and put it first on PATH`,
      "connect this machine to an npm registry and run the command again",
    ],
  });
}
