import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

const File = z.object({ fingerprint: z.string(), varies: z.boolean(), answers: z.record(z.string(), z.base64()) });
type Content = z.infer<typeof File>;

/**
 * What a policy pack says of itself, by method, kept from one run to the next while its files stay as they are. The
 * engine begins a program only when it knows this, and with it at hand the pack starts while the program does.
 */
export class KeptAnswers {
  readonly #file: string;
  #content: Content;

  private constructor(file: string, content: Content) {
    this.#file = file;
    this.#content = content;
  }

  /** Those of the pack in a folder; none where something of it has changed since. */
  static async of(directory: string, env: NodeJS.ProcessEnv): Promise<KeptAnswers> {
    const folder = join(env.PULUMI_HOME || join(homedir(), ".pulumi"), "cutover-policy-packs");
    const file = join(folder, `${sha256([directory])}.json`);
    const fingerprint = await fingerprintOf(directory);
    const kept = await read(file);
    return new KeptAnswers(
      file,
      kept?.fingerprint === fingerprint ? kept : { fingerprint, varies: false, answers: {} },
    );
  }

  get(method: string): Buffer | undefined {
    const answer = this.#content.answers[method];
    return answer === undefined ? undefined : Buffer.from(answer, "base64");
  }

  async keep(method: string, answer: Buffer): Promise<void> {
    if (this.#content.varies) return;
    this.#content.answers[method] = answer.toString("base64");
    await this.#write();
  }

  /** Says that this pack answers now this, now that, with the same files: nothing of it is kept from now on. */
  async giveUp(): Promise<void> {
    this.#content = { ...this.#content, varies: true, answers: {} };
    await this.#write();
  }

  /** Where it cannot be written, the next run asks again. */
  async #write(): Promise<void> {
    const fresh = `${this.#file}.${process.pid}.${performance.now()}`;
    await mkdir(dirname(this.#file), { recursive: true })
      .then(() => writeFile(fresh, JSON.stringify(this.#content)))
      .then(() => rename(fresh, this.#file))
      .catch(() => undefined);
  }
}

async function read(file: string): Promise<Content | undefined> {
  try {
    return File.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Of Node, the pack's files and its library: names, sizes and times, as reading them all would take longer than asking. */
async function fingerprintOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(directory.length).includes("node_modules"));
  const stated = await Promise.all([...files.sort(), ...library(directory)].map(lineOf));
  return sha256([process.version, ...stated]);
}

async function lineOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${mtimeMs}`;
}

function library(directory: string): string[] {
  try {
    return [createRequire(join(directory, "package.json")).resolve("@pulumi/policy/package.json")];
  } catch {
    return [];
  }
}

const sha256 = (lines: readonly string[]): string => createHash("sha256").update(lines.join("\n")).digest("hex");
