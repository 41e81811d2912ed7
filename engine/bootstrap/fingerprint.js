// @ts-check
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BUILT_PULUMI, LAUNCHED_PULUMI, OLDEST_PULUMI } from "../versions.js";
import { engineFolder, root } from "./places.js";

/**
 * What the choice of an engine depends on, as a digest: the programs on PATH that come into question, the engines
 * kept by this project (each by size and time of change), and the settings. As long as it stays the same the choice
 * is read from a file, and no program is started to ask for its version.
 * @param {NodeJS.ProcessEnv} env
 */
export function engineFingerprint(env) {
  const files = [
    ...programsOnPath(env, "pulumi"),
    ...programsOnPath(env, "pulumi-language-nodejs"),
    builtCli(env),
    downloadedCli(env),
  ];
  const facts = { root, forced: env.CUTOVER_ENGINE ?? "", versions: [OLDEST_PULUMI, BUILT_PULUMI, LAUNCHED_PULUMI] };
  return createHash("sha256")
    .update(JSON.stringify([facts, files.map(factsOf)]))
    .digest("hex");
}

/**
 * Files of that name on PATH, in PATH's order, without what this project itself puts there: node_modules/.bin (a
 * launcher, not an engine), kept engines and language hosts, of this clone or another.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 */
export function programsOnPath(env, name) {
  const folders = [...new Set((env.PATH ?? "").split(path.delimiter).filter(path.isAbsolute))];
  const foreign = folders.filter((folder) => !isOwn(folder, env));
  return foreign.map((folder) => path.join(folder, name)).filter(isProgram);
}

/** @param {NodeJS.ProcessEnv} env */
export function builtCli(env) {
  return path.join(engineFolder(env), BUILT_PULUMI, "pulumi");
}

/** @param {NodeJS.ProcessEnv} env */
export function downloadedCli(env) {
  return path.join(engineFolder(env), "npm", "versions", LAUNCHED_PULUMI, "bin", "pulumi");
}

/**
 * The file that remembers the choice and its fingerprint.
 * @param {NodeJS.ProcessEnv} env
 */
export function choiceFile(env) {
  return path.join(engineFolder(env), "choice.json");
}

/**
 * Whether the remembered choice still holds. An unreadable file counts as no choice.
 * @param {NodeJS.ProcessEnv} env
 */
export function choiceHolds(env) {
  try {
    return JSON.parse(fs.readFileSync(choiceFile(env), "utf8")).fingerprint === engineFingerprint(env);
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
function isOwn(folder, env) {
  const inside = `${folder}${path.sep}`;
  return (
    inside.startsWith(`${engineFolder(env)}${path.sep}`) ||
    /[/\\](node_modules[/\\]\.bin|\.cutover[/\\]engine|engine[/\\]language-host)[/\\]/.test(inside)
  );
}

/** @param {string} file */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string} file */
function factsOf(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return [file, stat?.size ?? null, stat?.mtimeMs ?? null];
}
