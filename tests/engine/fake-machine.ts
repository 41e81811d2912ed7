import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder that goes away with the test, with programs in it that are short shell scripts. */
export interface FakeMachine {
  readonly folder: string;
  /** Only the fake programs and what a shell script needs. */
  readonly env: NodeJS.ProcessEnv;
  /** Puts a program into `folder/<place>` (first on PATH when it is `bin`) and gives its path. */
  program(name: string, script: string, place?: string): string;
  write(file: string, text: string): string;
  read(file: string): string;
  /** What fake programs appended to that file, one entry per line; none when it is not there. */
  log(file: string): string[];
}

/** Made anew for each test. `$HERE` in a script is the machine's folder. */
export function fakeMachine(): FakeMachine {
  const folder = mkdtempSync(path.join(tmpdir(), "cutover-machine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const write = (file: string, text: string) => {
    const full = path.join(folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  };
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
  return {
    folder,
    env: {
      PATH: [path.join(folder, "bin"), "/usr/bin", "/bin"].join(path.delimiter),
      HOME: folder,
      CUTOVER_ENGINE_DIR: path.join(folder, "engines"),
    },
    program(name, script, place = "bin") {
      const file = write(path.join(place, name), `#!/bin/sh\nHERE='${folder}'\n${script}\n`);
      chmodSync(file, 0o755);
      return file;
    },
    write,
    read,
    log(file) {
      try {
        return read(file).split("\n").filter(Boolean);
      } catch {
        return [];
      }
    },
  };
}
