import fs from "node:fs";
import path from "node:path";
import { builtCli } from "./bootstrap/fingerprint.js";
import type { Lock } from "./bootstrap/lock.js";
import { engineFolder, languageHostFolder, root } from "./bootstrap/places.js";
import { startStep } from "./bootstrap/progress.js";
import { runStep } from "./bootstrap/step.js";
import { findGo } from "./go-toolchain.ts";
import { recordKept } from "./kept-cli.ts";
import { askVersion } from "./pulumi-version.ts";
import { BUILT_PULUMI } from "./versions.js";

const MAIN = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** Go prints a line per module and package; only the last step, linking, is silent for long. */
const SILENCE_LIMIT_MS = 10 * 60_000;

/**
 * Builds the CLI from its Go modules: some minutes the first time, seconds when Go's own cache has the packages
 * (another clone's build, or an interrupted one). The result appears under its final name only when it is whole and
 * has answered with its version.
 * @returns why it could not be built; undefined when it was
 */
export async function buildCli(env: NodeJS.ProcessEnv, lock: Lock): Promise<string | undefined> {
  const go = findGo(env);
  if ("problem" in go) return go.problem;
  const modules = path.join(root, "engine", "go");
  const settings = { ...env, GOWORK: "off", GOFLAGS: "", CGO_ENABLED: "0" };
  const run = (args: string[], onLine: (line: string) => void) =>
    runStep(go.file, args, { cwd: modules, env: settings, silenceMs: SILENCE_LIMIT_MS, onStart: lock.running, onLine });

  const step = startStep("engine", `reading the Go modules of Pulumi ${BUILT_PULUMI}`);
  const failed = (problem: string, output = "") => {
    step.failed(problem);
    return [problem, ...lastWords(output)].join("\n");
  };

  let modulesSeen = 0;
  const list = await run(["list", "-mod=readonly", "-deps", MAIN], (line) => {
    if (line.startsWith("go: downloading")) step.say(`downloaded ${++modulesSeen} Go modules`);
  });
  if (!list.ok) return failed(list.problem, list.output);

  const draft = path.join(engineFolder(env), `${BUILT_PULUMI}.building`);
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  const file = path.join(draft, "pulumi");
  const total = list.lines;
  let compiled = 0;
  const flags = [
    "-mod=readonly",
    "-trimpath",
    "-buildvcs=false",
    "-v",
    "-ldflags",
    `-s -w -X ${VERSION_SYMBOL}=${BUILT_PULUMI}`,
  ];
  step.say(`compiling Pulumi ${BUILT_PULUMI}, ${total} packages; Go's cache may hold many`);
  const build = await run(["build", ...flags, "-o", file, MAIN], (line) => {
    if (!line.startsWith("go: ")) compiled += 1;
    step.say(line === MAIN ? `linking Pulumi ${BUILT_PULUMI}` : `compiled ${compiled} of at most ${total} packages`);
  });
  if (!build.ok) return failed(build.problem, build.output);

  const answer = askVersion(file, env);
  if ("problem" in answer) return failed(`the CLI that was built does not work: ${answer.problem}`);
  recordKept(file, answer.version);
  // Found there the host is the CLI's own; found only on PATH, Pulumi warns in every command.
  const host = path.join(languageHostFolder, "pulumi-language-nodejs");
  fs.symlinkSync(path.relative(draft, host), path.join(draft, path.basename(host)));
  const final = path.dirname(builtCli(env));
  fs.rmSync(final, { recursive: true, force: true });
  fs.renameSync(draft, final);
  const work = compiled > 0 ? `${compiled} packages compiled` : "all packages from Go's cache";
  step.done(`built Pulumi ${BUILT_PULUMI} from Go modules, ${work}`);
  return undefined;
}

function lastWords(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("go: downloading"))
    .slice(-6)
    .map((line) => `| ${line}`);
}
