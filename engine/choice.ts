import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PrepareError } from "./bootstrap/error.js";
import { choiceFile, engineFingerprint } from "./bootstrap/fingerprint.js";
import { type Candidate, candidates, type Way } from "./candidates.ts";

/** The engine that everything uses. All paths are absolute. */
export const EngineChoice = z.object({
  way: z.enum(["path", "npm", "go"]),
  pulumi: z.string(),
  version: z.string(),
  languageHost: z.string(),
  /** Whether the language host is this project's. */
  ownHost: z.boolean(),
  why: z.string(),
});
export type EngineChoice = z.infer<typeof EngineChoice>;

const Remembered = z.object({ fingerprint: z.string(), choice: EngineChoice });

const PREFERENCE: Record<Way, string> = {
  path: "the Pulumi installed on this machine comes first",
  npm: "downloaded by the npm launcher; none that suits is on PATH",
  go: "built from Go modules; none that suits is on PATH or was downloaded",
};

/**
 * The way that `CUTOVER_ENGINE` forces (`path`, `npm` or `go`), if any.
 * @throws PrepareError ENGINE_UNKNOWN for another value
 */
export function forcedWay(env: NodeJS.ProcessEnv): Way | undefined {
  const value = env.CUTOVER_ENGINE;
  if (value === undefined || value === "") return undefined;
  if (value === "path" || value === "npm" || value === "go") return value;
  throw new PrepareError("ENGINE_UNKNOWN", {
    what: `CUTOVER_ENGINE is ${JSON.stringify(value)}; expected path, npm or go`,
    fixes: ["unset CUTOVER_ENGINE"],
  });
}

/**
 * The engine to use among those that are there, or undefined. The answer is remembered in a file until a program on
 * PATH, a kept engine or a setting changes; only then are programs asked for their version.
 */
export function currentChoice(env: NodeJS.ProcessEnv): EngineChoice | undefined {
  const forced = forcedWay(env);
  const fingerprint = engineFingerprint(env);
  const remembered = recall(env);
  if (remembered?.fingerprint === fingerprint) return remembered.choice;
  const choice = choose(candidates(env), forced);
  if (choice) remember(env, { fingerprint, choice });
  return choice;
}

/** The first usable candidate, or the first of the forced way. */
export function choose(all: readonly Candidate[], forced: Way | undefined): EngineChoice | undefined {
  const found = all.find(({ way, usable }) => usable && (forced === undefined || way === forced));
  if (!found?.version || !found.languageHost) return undefined;
  const { way, pulumi, version, languageHost, ownHost, reason } = found;
  const preference = forced ? `forced by CUTOVER_ENGINE=${forced}` : PREFERENCE[way];
  return { way, pulumi, version, languageHost, ownHost, why: `${preference}; ${reason}` };
}

function recall(env: NodeJS.ProcessEnv): z.infer<typeof Remembered> | undefined {
  try {
    return Remembered.safeParse(JSON.parse(fs.readFileSync(choiceFile(env), "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** A folder that cannot be written to only costs the time of looking again. */
function remember(env: NodeJS.ProcessEnv, remembered: z.infer<typeof Remembered>): void {
  const file = choiceFile(env);
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(draft, `${JSON.stringify(remembered, null, 2)}\n`);
    fs.renameSync(draft, file);
  } catch {
    fs.rm(draft, { force: true }, () => {});
  }
}
