import { spawnSync } from "node:child_process";
import { programsOnPath } from "./bootstrap/fingerprint.js";
import { OLDEST_GO } from "./versions.js";

/** Where Go's own installers put it, for a shell whose PATH was not changed. */
const USUAL_PLACES = ["/usr/local/go/bin", "/opt/homebrew/bin", "/usr/local/bin"];

/** The first `go` that can build the engine, or why there is none. */
export function findGo(env: NodeJS.ProcessEnv): { file: string; version: string } | { problem: string } {
  const PATH = [env.PATH ?? "", ...USUAL_PLACES].join(":");
  const [file] = programsOnPath({ ...env, PATH }, "go");
  if (!file) return { problem: "there is no `go` on PATH" };
  // `go version` in a folder without go.mod, or Go would fetch the toolchain that go.mod asks for.
  const result = spawnSync(file, ["env", "GOVERSION"], {
    encoding: "utf8",
    env: { ...env, GOTOOLCHAIN: "local" },
    timeout: 15_000,
  });
  const version = /^go(\d+)\.(\d+)/.exec(result.stdout ?? "");
  if (!version) return { problem: `${file} does not answer with its version` };
  const have = [Number(version[1]), Number(version[2])] as const;
  const [major = 0, minor = 0] = OLDEST_GO.split(".").map(Number);
  if (have[0] < major || (have[0] === major && have[1] < minor)) {
    return { problem: `${file} is Go ${have.join(".")}; Go ${OLDEST_GO} or newer is needed` };
  }
  return { file, version: result.stdout.trim().slice(2) };
}
