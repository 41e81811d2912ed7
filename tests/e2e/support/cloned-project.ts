import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { engineFolder } from "../../../engine/bootstrap/places.js";
import { project } from "./world.ts";

/** What a person has in their own Git settings is not for tests. */
const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
const author = ["-c", "user.name=Ada Developer", "-c", "user.email=ada@acme-brains.example"];

/** This project as it stands, cloned: with a history of its own, and the packages and engine that are here. */
export class ClonedProject {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** With nothing committed yet. */
  static async create(): Promise<ClonedProject> {
    const clone = new ClonedProject(await mkdtemp(join(tmpdir(), "cutover-clone-")));
    const { stdout } = await execa("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: project });
    const files = stdout.split("\0").filter((file) => file !== "" && !/^(tests|docs)\//.test(file));
    for (const file of files) {
      await mkdir(join(clone.folder, dirname(file)), { recursive: true });
      // One that was deleted and is not committed yet is named all the same.
      await cp(join(project, file), join(clone.folder, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    }
    await clone.#git("init", "--quiet", "--initial-branch", "main");
    await writeFile(join(clone.folder, ".git", "info", "exclude"), "/node_modules\n/.cutover\n");
    await symlink(join(project, "node_modules"), join(clone.folder, "node_modules"));
    return clone;
  }

  async edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.folder, file);
    const text = await readFile(path, "utf8");
    const changed = change(text);
    if (changed === text) throw new Error(`the edit of ${file} changes nothing`);
    await writeFile(path, changed);
  }

  /** Everything that was edited. @returns the commit's id */
  async commit(message: string): Promise<string> {
    await this.#git("add", "--all");
    await this.#git(...author, "commit", "--quiet", "--message", message);
    return (await this.#git("rev-parse", "HEAD")).stdout;
  }

  /** Its `npx cutover …`, without waiting for its end. */
  cutover(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return execa(process.execPath, [join(this.folder, "cli", "cutover.js"), ...args], {
      cwd: this.folder,
      env: { CUTOVER_ENGINE_DIR: engineFolder(process.env), ...env },
      reject: false,
      all: true,
      stdin: "ignore",
    });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  #git(...args: readonly string[]) {
    return execa("git", args, { cwd: this.folder, env: settings });
  }
}
