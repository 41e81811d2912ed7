// @ts-check
/**
 * Runs one of this project's scripts from a fresh clone, on a machine where nothing is prepared but some Node:
 *
 *   node engine/bootstrap.js [--no-engine] <script> [argument…]
 *
 * Packages, a new enough Node and the Pulumi engine are made ready first, each only when it is missing. The script
 * then gets this process's terminal, signals and exit code. `--no-engine` is for scripts that never start Pulumi.
 */
import { PrepareError } from "./bootstrap/error.js";
import { endLike, runForeground } from "./bootstrap/foreground.js";
import { prepare } from "./bootstrap/prepare.js";

const given = process.argv.slice(2);
const engine = given[0] !== "--no-engine";
const [script, ...args] = engine ? given : given.slice(1);

try {
  if (!script) {
    throw new PrepareError("SCRIPT_MISSING", {
      what: "which script is to be run?",
      fixes: ["node engine/bootstrap.js [--no-engine] <script> [argument…], for example: npm run rehearse"],
    });
  }
  const { node, env } = await prepare({ engine, env: process.env });
  endLike(await runForeground(node, [script, ...args], { env }));
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
