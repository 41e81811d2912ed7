/**
 * Previews, updates and refreshes as ratios to a floor measured in the same run: the preview of an empty Pulumi program
 * with the same engine. Times are medians of wall clock; memory is the most that the Render plugin held.
 */
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import { engineEnvironment } from "../../engine/environment.ts";
import { insideWorld } from "../../rehearsal/environment.ts";
import { measureFloor } from "./floor.ts";
import type { Pulumi } from "./measure.ts";
import { benchPolicies } from "./policies.ts";
import { benchProd } from "./prod.ts";
import { printRows, type Row } from "./rows.ts";
import { benchServices } from "./services.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const pulumi: Pulumi = (args, { cwd, env }) => {
  const engine = engineEnvironment(insideWorld(process.env, env));
  return () => execa(engine.pulumi, [...args, "--non-interactive"], { cwd, env: engine.env, extendEnv: false });
};

const program = new Command("bench")
  .description("times as ratios to the preview of an empty program, measured in the same run")
  .option("--runs <n>", "how often each is timed", wholeNumber, 5)
  .option("--services <sizes>", "sizes of the synthetic stacks, comma-separated; 0 for none", sizes, [10, 100, 500])
  .option("--json", "as JSON, and nothing else on standard output", false)
  .addHelpText(
    "after",
    `
Examples:
  $ npm run bench
  $ npm run bench -- --runs 9 --services 0        the prod stack only
  $ npm run bench -- --services 100 --json`,
  )
  .parse();
const options = program.opts<{ runs: number; services: number[]; json: boolean }>();
const say = (what: string) => process.stderr.write(`${what} …\n`);

const { runs } = options;
say("the floor: an empty program");
const floorMs = await measureFloor(repository, { runs, pulumi });
const rows: Row[] = [{ what: "empty program, preview (the floor)", ms: floorMs, floorMs }];
say("the policy pack");
for (const [what, ms] of Object.entries(await benchPolicies(repository, { runs }))) rows.push({ what, ms, floorMs });
say("the prod stack");
for (const [what, ms] of Object.entries(await benchProd(repository, { runs, pulumi })))
  rows.push({ what, ms, floorMs });
for (const size of options.services) {
  say(`${size} services`);
  // A stack of 500 takes its time, and its noise is small beside it.
  const result = await benchServices(repository, size, { runs: size > 100 ? Math.min(runs, 3) : runs, pulumi });
  rows.push(
    { what: `${size} services, first preview`, ms: result.firstPreviewMs, floorMs },
    { what: `${size} services, up`, ms: result.upMs, floorMs },
    { what: `${size} services, unchanged preview`, ms: result.unchangedPreviewMs, floorMs, pluginMb: result.pluginMb },
    { what: `${size} services, refresh`, ms: result.refreshMs, floorMs },
  );
}
printRows(rows, options.json);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number of at least 1");
  return value;
}

function sizes(text: string): number[] {
  const values = text.split(",").map(Number);
  if (values.some((value) => !Number.isInteger(value) || value < 0))
    throw new InvalidArgumentError("expected whole numbers separated by commas, such as 10,100");
  return values.filter((value) => value > 0);
}
