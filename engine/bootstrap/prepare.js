// @ts-check
import path from "node:path";
import { choiceHolds } from "./fingerprint.js";
import { endLike, runForeground } from "./foreground.js";
import { ensureNode } from "./node.js";
import { ensurePackages } from "./packages.js";
import { binFolder, compileCacheFolder, pathWith, root } from "./places.js";

/**
 * Makes everything ready that a command of this project needs: packages, Node, and, when `engine` is asked for, the
 * Pulumi engine. Costs a few milliseconds when all of it is there; starts no program then.
 * @param {{ engine: boolean, env: NodeJS.ProcessEnv }} need
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to start, and the environment with node_modules/.bin first on PATH
 */
export async function prepare({ engine, env: given }) {
  await ensurePackages(root, given);
  const node = await ensureNode(root, given);
  const env = { NODE_COMPILE_CACHE: compileCacheFolder, ...given, PATH: pathWith([binFolder], given.PATH) };
  if (engine && !choiceHolds(env)) {
    const ending = await runForeground(node, [path.join(root, "engine", "ready.ts")], { env });
    if (ending.code !== 0) endLike(ending);
  }
  return { node, env };
}
