import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { engineEnvironment } from "../../../engine/environment.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** Started as quickly as the product's own program. */
const runtime = {
  name: "nodejs",
  options: {
    typescript: false,
    nodeargs: `--allow-natives-syntax --require ${join(repository, "engine/lean-sdk.cjs")}`,
  },
};

/** What a command did; `all` is both streams in the order they were written. */
export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly all: string;
}

export interface ProjectOptions {
  /** The program, as the text of `index.ts`; this repository's packages can be imported. */
  readonly program: string;
  /** Added to `Pulumi.yaml`, e.g. `plugins: {providers: [{name, path}]}`. */
  readonly settings?: { readonly [key: string]: unknown };
  /** Providers that run already: name to port. */
  readonly attach?: { readonly [provider: string]: number };
  readonly env?: { readonly [name: string]: string };
}

/** A Pulumi project in a folder of its own, with its own state and the real engine. Remove it when done. */
export class PulumiProject {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #pulumi: string;
  readonly #options: ProjectOptions;

  private constructor(folder: string, options: ProjectOptions) {
    const { attach = {}, env = {} } = options;
    this.folder = folder;
    this.#options = options;
    const attached = Object.entries(attach).map(([name, port]) => `${name}:${port}`);
    const engine = engineEnvironment({
      ...process.env,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "only for tests",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...(attached.length > 0 ? { PULUMI_DEBUG_PROVIDERS: attached.join(",") } : {}),
      ...env,
    });
    this.#env = engine.env;
    this.#pulumi = engine.pulumi;
  }

  /** Makes the folder and the stack `test`. */
  static async create(options: ProjectOptions): Promise<PulumiProject> {
    const folder = await mkdtemp(join(tmpdir(), "cutover-e2e-"));
    const settings = {
      name: "tested",
      main: "index.ts",
      runtime,
      ...options.settings,
    };
    await mkdir(join(folder, "state"));
    await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "tested", type: "module" }));
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(settings));
    await writeFile(join(folder, "index.ts"), options.program);
    const project = new PulumiProject(folder, options);
    const { exitCode, all } = await project.run(["stack", "init", "test"]);
    if (exitCode !== 0) throw new Error(`the test's stack could not be made:\n${all}`);
    return project;
  }

  /** The same project and stack in a folder of its own, with an own Pulumi home: as somebody else has cloned it. */
  async clone(): Promise<PulumiProject> {
    const folder = await mkdtemp(join(tmpdir(), "cutover-e2e-"));
    await cp(this.folder, folder, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => path !== join(this.folder, "home"),
    });
    return new PulumiProject(folder, this.#options);
  }

  /** Replaces the program. */
  async write(program: string): Promise<void> {
    await writeFile(join(this.folder, "index.ts"), program);
  }

  /** Starts a command without waiting for it; its exit code is data, not an error. */
  start(args: readonly string[], env: { readonly [name: string]: string } = {}) {
    return execa(this.#pulumi, [...args, "--non-interactive"], {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
    });
  }

  async run(args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Run> {
    const { exitCode, stdout, stderr, all } = await this.start(args, env);
    return { exitCode, stdout, stderr, all };
  }

  up(...args: readonly string[]): Promise<Run> {
    return this.run(["up", "--yes", "--skip-preview", ...args]);
  }

  preview(...args: readonly string[]): Promise<Run> {
    return this.run(["preview", ...args]);
  }

  /** Runs a command that prints JSON, and parses it. */
  async json(args: readonly string[]): Promise<unknown> {
    const { stdout, all } = await this.run(args);
    try {
      return JSON.parse(stdout);
    } catch (cause) {
      throw new Error(`pulumi ${args.join(" ")} did not print JSON:\n${all}`, { cause });
    }
  }

  /** The state as text, secrets encrypted as they are stored. */
  async stateText(): Promise<string> {
    return (await this.run(["stack", "export"])).stdout;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
