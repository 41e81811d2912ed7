/**
 * Start-up and preview times as ratios to a floor measured in the same run: the preview of an empty Pulumi program with
 * the same engine. `npm run bench -- --runs 9` for more runs; `--json` for programs. Times are medians of wall clock.
 */

import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { engineEnvironment } from "../engine/environment.ts";
import { openRehearsal } from "../rehearsal/open.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
const project = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

type Run = () => Promise<unknown>;

const rehearsal = await openRehearsal({ project, stack: "prod" });
const empty = await mkdtemp(join(tmpdir(), "cutover-bench-"));
try {
  const worldEnv = { ...process.env, ...rehearsal.env };
  const without = (env: NodeJS.ProcessEnv, ...names: string[]) =>
    Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
  const pulumi = (args: string[], env: NodeJS.ProcessEnv, cwd = project): Run => {
    const engine = engineEnvironment(env);
    return () => execa(engine.pulumi, [...args, "--non-interactive"], { cwd, env: engine.env, extendEnv: false });
  };
  const floorEnv = without(
    worldEnv,
    "PULUMI_OPTION_POLICY_PACK",
    "PULUMI_OPTION_CONFIG_FILE",
    "PULUMI_DEBUG_PROVIDERS",
    "PULUMI_STACK",
  );

  await writeFile(
    join(empty, "Pulumi.yaml"),
    "name: empty\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  await writeFile(join(empty, "package.json"), '{ "type": "module" }');
  await writeFile(join(empty, "index.ts"), "export {};\n");
  await symlink(join(project, "node_modules"), join(empty, "node_modules"));
  await pulumi(["stack", "init", "empty"], floorEnv, empty)();

  const floor = await median(pulumi(["preview", "-s", "empty"], floorEnv, empty));
  const node =
    (...args: string[]): Run =>
    () =>
      execa(process.execPath, args, { cwd: project });
  const measured: Record<string, number> = {
    "empty program, preview (the floor)": floor,
    "first preview, without policies": await median(
      pulumi(["preview"], without(worldEnv, "PULUMI_OPTION_POLICY_PACK")),
    ),
    "first preview, with policies": await median(pulumi(["preview"], worldEnv)),
  };
  await pulumi(["up", "--yes", "--skip-preview"], worldEnv)();
  measured["unchanged preview, with policies"] = await median(pulumi(["preview"], worldEnv));
  measured["unchanged up, with policies"] = await median(pulumi(["up", "--yes", "--skip-preview"], worldEnv));
  measured["bootstrap when all is there"] = await median(node("engine/bootstrap.js", "--version"));
  measured["cutover --help"] = await median(node("cli/cutover.js", "--help"));

  const rows = Object.entries(measured).map(([what, ms]) => ({
    what,
    ms: Math.round(ms),
    ratio: Number((ms / floor).toFixed(2)),
  }));
  if (values.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else
    for (const { what, ms, ratio } of rows)
      process.stdout.write(`${what.padEnd(36)} ${`${ms} ms`.padStart(8)}  ${ratio.toFixed(2)} × floor\n`);
} finally {
  await rehearsal.close();
  await rm(empty, { recursive: true });
}

async function median(run: Run): Promise<number> {
  await run();
  const times: number[] = [];
  for (let at = 0; at < runs; at++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}
