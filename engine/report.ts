import fs from "node:fs";
import path from "node:path";
import { engineFolder } from "./bootstrap/places.js";
import { type Candidate, candidates, type Way } from "./candidates.ts";
import { choose, type EngineChoice, forcedWay } from "./choice.ts";
import { findGo } from "./go-toolchain.ts";
import { OLDEST_PULUMI } from "./versions.js";
import { waysToAnEngine } from "./ways.ts";

/** All there is to know about the engine on this machine, read afresh: nothing remembered, kept engines read in full. */
export interface EngineReport {
  readonly choice: EngineChoice | null;
  /** In order of preference. */
  readonly candidates: readonly Candidate[];
  readonly forced: Way | null;
  readonly oldest: string;
  readonly node: { readonly version: string; readonly file: string };
  readonly go: { readonly file: string; readonly version: string } | { readonly problem: string };
  readonly engineFolder: string;
  /** The ways to get an engine; empty when there is one. */
  readonly fixes: readonly string[];
}

/** Looks at everything; gets nothing, changes nothing. */
export function examineEngine(env: NodeJS.ProcessEnv): EngineReport {
  const forced = forcedWay(env);
  const found = candidates(env, { thorough: true }).map(withHostOnDisk);
  const choice = choose(found, forced);
  return {
    choice: choice ?? null,
    candidates: found,
    forced: forced ?? null,
    oldest: OLDEST_PULUMI,
    node: { version: process.version, file: process.execPath },
    go: findGo(env),
    engineFolder: engineFolder(env),
    fixes: choice
      ? []
      : [
          "node engine/bootstrap.js engine/ready.ts    (downloads or builds one, where that works)",
          ...waysToAnEngine(forced),
        ],
  };
}

function withHostOnDisk(candidate: Candidate): Candidate {
  if (!candidate.usable || fs.existsSync(candidate.languageHost ?? "")) return candidate;
  return {
    ...candidate,
    usable: false,
    reason: `its language host is missing: ${path.resolve(candidate.languageHost ?? "")}`,
  };
}
