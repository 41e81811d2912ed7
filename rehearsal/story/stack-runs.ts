import { z } from "zod";
import { type Scene, succeed } from "./scene.ts";

export const preview = ["preview"];
export const up = ["up", "--yes", "--skip-preview"];

const summary = z.object({ changeSummary: z.record(z.string(), z.number()) });

/** The plan's operations by count, e.g. `{create: 12}`. */
export async function plan(scene: Scene): Promise<Record<string, number>> {
  const run = await succeed(scene, [...preview, "--json"]);
  return summary.parse(JSON.parse(run.stdout)).changeSummary;
}

const stackOutputs = z.looseObject({ apiUrl: z.string(), rolloutPercent: z.number() });

export async function outputs(scene: Scene): Promise<z.output<typeof stackOutputs>> {
  const run = await succeed(scene, ["stack", "output", "--json"]);
  return stackOutputs.parse(JSON.parse(run.stdout));
}
