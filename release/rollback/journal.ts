import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Task } from "./tasks.ts";

const Entry = z.object({ version: z.literal(1), rollout: z.string(), tasks: z.array(Task) });

/**
 * What rollbacks could not do on this machine, such as to record themselves while the database was down: a file for each,
 * readable by its owner only, in `.cutover/rollbacks/`. Doing it twice does no harm, so nothing is locked.
 */
export class Journal {
  readonly #folder: string;
  readonly #rollout: string;

  /** @param home the folder of the stack's file, so that a rehearsal never meets what is left of a real rollback */
  constructor(home: string, rollout: string) {
    this.#folder = join(home, ".cutover", "rollbacks");
    this.#rollout = rollout;
  }

  /** @returns the file */
  async keep(tasks: readonly Task[]): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = join(
      this.#folder,
      `${new Date().toISOString().replaceAll(":", "-")}-${randomUUID().slice(0, 8)}.json`,
    );
    const entry: z.input<typeof Entry> = { version: 1, rollout: this.#rollout, tasks: [...tasks] };
    await writeFile(file, `${JSON.stringify(entry, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
    return file;
  }

  /** Oldest first. What cannot be read is left alone: another version may have written it. */
  async entries(): Promise<{ readonly file: string; readonly tasks: readonly Task[] }[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names.filter((name) => name.endsWith(".json")).sort();
    const read = await Promise.all(files.map((name) => entryIn(join(this.#folder, name))));
    return read.filter((entry) => entry !== undefined).filter(({ rollout }) => rollout === this.#rollout);
  }

  async drop(file: string): Promise<void> {
    await rm(file, { force: true });
  }
}

async function entryIn(file: string) {
  try {
    const { rollout, tasks } = Entry.parse(JSON.parse(await readFile(file, "utf8")));
    return { file, rollout, tasks };
  } catch {
    return undefined;
  }
}
