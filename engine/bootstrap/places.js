// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Where installed commands lie; first on PATH for everything that is started from here. */
export const binFolder = path.join(root, "node_modules", ".bin");

/** This project's own Node language host, used only with a CLI that has none. */
export const languageHostFolder = path.join(root, "engine", "language-host");

/**
 * Where engines are kept. `CUTOVER_ENGINE_DIR` names another folder: several clones may share one, and a clone that
 * cannot be written to needs one.
 * @param {NodeJS.ProcessEnv} env
 */
export function engineFolder(env) {
  return env.CUTOVER_ENGINE_DIR ? path.resolve(env.CUTOVER_ENGINE_DIR) : path.join(root, ".cutover", "engine");
}

/** Where Node keeps what it compiled: halves the start of everything that is TypeScript. Safe to delete. */
export const compileCacheFolder = path.join(root, ".cutover", "compile-cache");

/**
 * PATH with some folders in front, each folder once.
 * @param {string[]} first
 * @param {string | undefined} rest
 */
export function pathWith(first, rest) {
  return [...new Set([...first, ...(rest ?? "").split(path.delimiter).filter(Boolean)])].join(path.delimiter);
}
