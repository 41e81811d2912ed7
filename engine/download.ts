import fs from "node:fs";
import path from "node:path";
import { downloadedCli } from "./bootstrap/fingerprint.js";
import type { Lock } from "./bootstrap/lock.js";
import { engineFolder, root } from "./bootstrap/places.js";
import { startStep } from "./bootstrap/progress.js";
import { runStep } from "./bootstrap/step.js";
import { recordKept } from "./kept-cli.ts";
import { askVersion } from "./pulumi-version.ts";
import { LAUNCHED_PULUMI } from "./versions.js";

/** What the launcher fetches first; if it does not answer, nothing else is tried. */
const DOWNLOAD_ADDRESS = "https://get.pulumi.com/install.sh";
const INSTALL_LIMIT_MS = 60_000;
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/**
 * Has the npm launcher `pulumi` (pinned with its digest in `engine/npm`) download the CLI into the engines' folder.
 * Gives up within five seconds on a machine that cannot reach Pulumi's download server, and never hangs.
 * @param address what has to answer within `reachLimitMs` before anything is tried
 * @returns why there is no download; undefined when there is one
 */
export async function downloadCli(
  env: NodeJS.ProcessEnv,
  lock: Lock,
  { address = DOWNLOAD_ADDRESS, reachLimitMs = 5000 } = {},
): Promise<string | undefined> {
  const step = startStep("engine", `asking for Pulumi ${LAUNCHED_PULUMI} at ${new URL(address).host}`);
  const failed = (problem: string) => {
    step.failed(problem);
    return problem;
  };
  const online = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true", NODE_USE_ENV_PROXY: "1" };
  const probe = [path.join(root, "engine", "reach.ts"), address];
  const reached = await runStep(process.execPath, probe, { env: online, timeoutMs: reachLimitMs });
  if (!reached.ok) return failed(reached.output || `${new URL(address).host} does not answer`);

  const home = path.join(engineFolder(env), "npm");
  const launcher = path.join(home, "launcher");
  const pulumi = downloadedCli(env);
  fs.rmSync(path.dirname(path.dirname(pulumi)), { recursive: true, force: true });
  fs.mkdirSync(launcher, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(path.join(root, "engine", "npm", file), path.join(launcher, file));
  }
  const install = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const installed = await runStep("npm", install, {
    cwd: launcher,
    env,
    timeoutMs: INSTALL_LIMIT_MS,
    onStart: lock.running,
  });
  if (!installed.ok) return failed(`the launcher cannot be installed: ${installed.problem}`);

  step.say(`downloading Pulumi ${LAUNCHED_PULUMI}`);
  const downloaded = await runStep(process.execPath, ["node_modules/pulumi/run.js", "version"], {
    cwd: launcher,
    env: { ...online, PULUMI_HOME: home, PULUMI_VERSION: LAUNCHED_PULUMI },
    timeoutMs: DOWNLOAD_LIMIT_MS,
    onStart: lock.running,
  });
  if (!downloaded.ok) return failed(`the launcher failed: ${downloaded.problem}`);

  const answer = askVersion(pulumi, env);
  if ("problem" in answer) return failed(`what the launcher downloaded does not work: ${answer.problem}`);
  recordKept(pulumi, answer.version);
  step.done(`downloaded Pulumi ${LAUNCHED_PULUMI}`);
  return undefined;
}
