import { spawnSync } from "node:child_process";

/** The parts of a semantic version that decide which of two is newer; build metadata is left out. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  /** `alpha.1` in `3.259.0-alpha.1`; empty for a release. */
  readonly prerelease: string;
}

const PROBE_LIMIT_MS = 15_000;

/** Reads `3.259.0`, `v3.259.0`, `v3.260.0-alpha.1+dirty`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+\S+)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch, prerelease = ""] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease };
}

/** Whether `version` is `oldest` or newer. A pre-release is older than its release. */
export function isAtLeast(version: Version, oldest: Version): boolean {
  for (const [index, number] of version.numbers.entries()) {
    const other = oldest.numbers[index] ?? 0;
    if (number !== other) return number > other;
  }
  return version.prerelease === "" || oldest.prerelease !== "";
}

/** What `pulumi version` of that file prints, without a leading `v`, or why it could not be had. Never waits longer than 15 s. */
export function askVersion(pulumi: string, env: NodeJS.ProcessEnv): { version: string } | { problem: string } {
  const result = spawnSync(pulumi, ["version"], {
    encoding: "utf8",
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: PROBE_LIMIT_MS,
    killSignal: "SIGKILL",
  });
  if (result.error) return { problem: `does not start: ${result.error.message}` };
  if (result.signal) return { problem: `\`pulumi version\` was ended by ${result.signal}` };
  if (result.status !== 0) return { problem: `\`pulumi version\` ended with exit code ${result.status}` };
  const version = result.stdout.trim().replace(/^v/, "");
  if (version === "") return { problem: "it was built without a version, which Pulumi's Automation API refuses" };
  return parseVersion(version)
    ? { version }
    : { problem: `its version is not one: ${JSON.stringify(version.slice(0, 60))}` };
}
