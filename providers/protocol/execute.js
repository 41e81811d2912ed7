// Plain JavaScript that old versions of Node understand: the engine starts a plugin with whatever `node` comes first on
// PATH, and providers are TypeScript for Node 24. Nothing may be printed to standard output before the provider's port.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import * as module from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const neededMajor = 24;
const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a plugin under Node 24 or newer: in this process when it is new enough, else in a child of the project's own.
 *
 * @param {string} executable the file the engine started, as `import.meta.url`
 * @param {() => Promise<unknown>} main imports the TypeScript that serves the provider
 */
export async function execute(executable, main) {
  if (Number(process.versions.node.split(".")[0]) >= neededMajor) {
    // Half of the start-up time is compiling TypeScript.
    module.enableCompileCache(process.env.NODE_COMPILE_CACHE || join(repository, ".cutover", "compile-cache"));
    // A wrapper that is killed cannot pass that on; the channel to it closes.
    if (process.send) process.on("disconnect", () => process.exit());
    await main();
    return;
  }
  const node = join(repository, "node_modules", ".bin", "node");
  if (!existsSync(node)) {
    fail(executable, `Node ${process.versions.node} is too old; ${neededMajor} or newer is needed`);
  }
  const child = spawn(realpathSync(node), [fileURLToPath(executable), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(executable, `${node} cannot be started: ${error.message}`));
  child.on("exit", (code) => process.exit(code ?? 1));
}

/** @type {(executable: string, problem: string) => never} */
function fail(executable, problem) {
  console.error(`PLUGIN_NODE: ${problem}\n  at ${fileURLToPath(executable)}\n  fix: npm ci --prefix ${repository}`);
  process.exit(1);
}
