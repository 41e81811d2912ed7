import fs from "node:fs";
import path from "node:path";
import { builtCli, downloadedCli, programsOnPath } from "./bootstrap/fingerprint.js";
import { languageHostFolder } from "./bootstrap/places.js";
import { inspectKept } from "./kept-cli.ts";
import { askVersion, isAtLeast, parseVersion } from "./pulumi-version.ts";
import { OLDEST_PULUMI } from "./versions.js";

/** How an engine gets onto a machine: it is on PATH, the npm launcher downloads it, or it is built from Go modules. */
export type Way = "path" | "npm" | "go";

/** A CLI that was looked at. */
export interface Candidate {
  readonly way: Way;
  /** Absolute path of the `pulumi` in question, also when it is not there. */
  readonly pulumi: string;
  readonly version?: string;
  /** Absolute path of the Node language host to use with it. */
  readonly languageHost?: string;
  /** Whether that host is this project's, because the CLI has none of its own. */
  readonly ownHost: boolean;
  readonly usable: boolean;
  /** Why it is usable, or why not. */
  readonly reason: string;
}

const HOST = "pulumi-language-nodejs";
const ownHost = path.join(languageHostFolder, HOST);

/**
 * All candidates in order of preference: those on PATH that bring their own language host, the download, those on
 * PATH without a host, the build. With `thorough` the kept ones are read in full.
 */
export function candidates(env: NodeJS.ProcessEnv, { thorough = false } = {}): Candidate[] {
  const onPath = programsOnPath(env, "pulumi").map((pulumi) => installed(pulumi, env));
  return [
    ...onPath.filter((candidate) => !candidate.ownHost),
    kept("npm", downloadedCli(env), thorough),
    ...onPath.filter((candidate) => candidate.ownHost),
    kept("go", builtCli(env), thorough),
  ];
}

function installed(pulumi: string, env: NodeJS.ProcessEnv): Candidate {
  const real = fs.realpathSync(pulumi);
  const no = { way: "path", pulumi, ownHost: false, usable: false } as const;
  if (/[/\\]node_modules[/\\]pulumi[/\\]/.test(real)) {
    return { ...no, reason: "it is the npm launcher, which downloads the CLI each time a version is missing" };
  }
  const answer = askVersion(pulumi, env);
  if ("problem" in answer) return { ...no, reason: answer.problem };
  const { version } = answer;
  if (!newEnough(version)) return { ...no, version, reason: `${version} is older than ${OLDEST_PULUMI}` };
  const host = [path.dirname(pulumi), path.dirname(real)].map((folder) => path.join(folder, HOST)).find(fs.existsSync);
  return withHost({ ...no, version }, host ?? programsOnPath(env, HOST)[0]);
}

function kept(way: "npm" | "go", pulumi: string, thorough: boolean): Candidate {
  const no = { way, pulumi, ownHost: false, usable: false } as const;
  const inspected = inspectKept(pulumi, { thorough });
  if ("problem" in inspected) return { ...no, reason: inspected.problem };
  const candidate = { ...no, version: inspected.record.version };
  const beside = path.join(path.dirname(pulumi), HOST);
  if (way === "npm") return withHost(candidate, fs.existsSync(beside) ? beside : undefined);
  // In a folder that several clones share, the link beside the CLI is the one of the clone that built it.
  return withHost(candidate, undefined, leadsTo(beside, ownHost) ? beside : ownHost);
}

function withHost(candidate: Omit<Candidate, "usable" | "reason">, host: string | undefined, own = ownHost): Candidate {
  if (host) return { ...candidate, languageHost: host, usable: true, reason: "new enough, with its own language host" };
  const reason = "new enough; it has no Node language host, so this project's is used";
  return { ...candidate, languageHost: own, ownHost: true, usable: true, reason };
}

function leadsTo(link: string, file: string): boolean {
  return fs.existsSync(link) && fs.existsSync(file) && fs.realpathSync(link) === fs.realpathSync(file);
}

function newEnough(version: string): boolean {
  const [have, oldest] = [parseVersion(version), parseVersion(OLDEST_PULUMI)];
  return have !== undefined && oldest !== undefined && isAtLeast(have, oldest);
}
