#!/usr/bin/env node
// @ts-check
/**
 * `npx cutover …`, also in a clone where nothing is installed yet and under an older Node: makes packages and Node
 * ready, then runs `main.ts` in the caller's folder. Commands that need the engine get it themselves.
 */
import fs from "node:fs";
import * as module from "node:module";
import path from "node:path";
import { PrepareError } from "../engine/bootstrap/error.js";
import { endLike, runForeground } from "../engine/bootstrap/foreground.js";
import { root } from "../engine/bootstrap/places.js";
import { prepare } from "../engine/bootstrap/prepare.js";

const main = path.join(root, "cli", "main.ts");
try {
  const { node, env } = await prepare({ engine: false, env: process.env });
  if (fs.realpathSync(node) === fs.realpathSync(process.execPath)) {
    Object.assign(process.env, env);
    process.argv[1] = main;
    module.enableCompileCache?.(env.NODE_COMPILE_CACHE);
    await import("./main.ts");
  } else {
    endLike(await runForeground(node, [main, ...process.argv.slice(2)], { env }));
  }
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
