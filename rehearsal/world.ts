import { randomBytes } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Certificates, createCertificates } from "./core/certificates.ts";
import { Clock } from "./core/clock.ts";
import { Edge } from "./core/edge.ts";
import { Faults } from "./core/faults.ts";
import { Git } from "./core/git.ts";
import { type ForwardProxy, startProxy } from "./core/proxy.ts";
import { type Database, startDatabase } from "./database/database.ts";
import { committedFiles, reviewerTeams } from "./github/committed.ts";
import { type GitHubWorld, startGitHub } from "./github/github.ts";
import { attachedPlugins, type Plugins, startPlugins } from "./plugins/plugins.ts";
import { type RenderOptions, type RenderWorld, startRender } from "./render/render.ts";
import { startVercel, type VercelWorld } from "./vercel/vercel.ts";

export interface WorldOptions {
  /** Where the world keeps its files: Pulumi state, CA, made-up secrets. Created with mode 0700. */
  readonly folder: string;
  /** The Pulumi project's folder: where commands of the stack run. */
  readonly project: string;
  /** `https://github.com/org/name`: what the world's Git remote holds, with the project's stack files on each branch. */
  readonly repository: string;
  readonly branches: readonly string[];
  /** Render's workspace and Vercel's team, so that the stack file's own ids exist in the world. */
  readonly owner: string;
  readonly team: string;
  /** How the Render emulator deviates from its defaults. */
  readonly render?: Pick<RenderOptions, "deployMs" | "rateLimits">;
  /** The Supabase project that the app's `SUPABASE_URL` names. Default `rehearsal`. */
  readonly supabase?: string;
}

/** The rehearsal's world: emulated vendors that hold state and run the sample app, all on loopback. */
export interface World {
  readonly clock: Clock;
  readonly git: Git;
  readonly edge: Edge;
  readonly faults: Faults;
  readonly render: RenderWorld;
  readonly vercel: VercelWorld;
  readonly github: GitHubWorld;
  readonly database: Database;
  readonly folder: string;
  /** What a process needs to live in this world: vendors' addresses and tokens, proxy and CA, plugins, Pulumi's backend. */
  readonly env: Readonly<Record<string, string>>;
  /** What lets its holder in: the vendors' tokens, the passwords of the database. */
  readonly secrets: readonly string[];
  /** Requests nobody answered: unknown routes of the vendors, hosts outside of the world. */
  unanswered(): string[];
  /** What exists at the vendors now: names by noun. An empty world has empty lists. */
  inventory(): Inventory;
  close(): Promise<void>;
}

export type Inventory = Readonly<Record<string, readonly string[]>>;

/** Starts every part. When one cannot start, those already running are stopped before the error is thrown. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    const failed: unknown[] = [];
    // The others end also when one cannot.
    for (const closer of closers.splice(0).reverse()) await closer().catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw new AggregateError(failed, "Parts of the world did not end");
  };
  const started = async <T extends { close(): Promise<void> }>(part: Promise<T>): Promise<T> => {
    const running = await part;
    closers.push(() => running.close());
    return running;
  };
  try {
    return await assemble(options, started, close);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

async function assemble(
  options: WorldOptions,
  started: <T extends { close(): Promise<void> }>(part: Promise<T>) => Promise<T>,
  close: () => Promise<void>,
): Promise<World> {
  const clock = new Clock();
  const edge = new Edge();
  const faults = new Faults();
  const git = new Git(() => clock.now());
  const files = await committedFiles(options.project);
  for (const branch of options.branches) git.write(options.repository, branch, "First release", files);

  const shared = { clock, edge, git, faults };
  const database = await started(
    startDatabase({
      clock,
      edge,
      project: options.supabase ?? "rehearsal",
      cache: join(options.project, ".cutover", "database"),
    }),
  );
  const certificates = await createCertificates();
  const render = await started(startRender({ ...shared, owners: [options.owner], ...options.render }));
  const vercel = await started(startVercel({ ...shared, team: options.team }));
  const repositories = [options.repository];
  const github = await started(startGitHub({ clock, git, faults, repositories, teams: reviewerTeams(files) }));
  // The one host name that vendors' own plugins have wired in.
  edge.route("api.vercel.com", vercel.url);
  edge.route("vercel.com", vercel.url);
  edge.route("api.render.com", new URL(render.url).origin);
  edge.route("api.github.com", github.url);
  const proxy = await started(startProxy(edge, certificates));
  const vendors = await environmentOf(options.folder, { render, vercel, github, proxy, certificates });
  const plugins = await started(startPlugins({ env: vendors, cwd: options.project }));

  return {
    ...shared,
    render,
    vercel,
    github,
    database,
    folder: options.folder,
    env: { ...vendors, ...pulumiEnvironment(options.folder, plugins), ...database.logins },
    secrets: [
      render.token,
      vercel.token,
      ...Object.values(github.tokens),
      ...Object.values(database.logins).map((url) => new URL(url).password),
    ],
    unanswered: () => [
      ...render.unknownRoutes(),
      ...vercel.unknownRoutes(),
      ...github.unknownRoutes(),
      ...proxy.unknownHosts(),
    ],
    inventory: () => ({ ...render.inventory(), ...vercel.inventory(), ...github.inventory() }),
    close,
  };
}

async function environmentOf(
  folder: string,
  parts: {
    render: RenderWorld;
    vercel: VercelWorld;
    github: GitHubWorld;
    proxy: ForwardProxy;
    certificates: Certificates;
  },
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await writeFile(join(folder, "passphrase"), randomBytes(18).toString("base64url"), { mode: 0o600 });
  const authority = join(folder, "ca.pem");
  await writeFile(authority, parts.certificates.authority);
  const [proxy, direct] = [parts.proxy.url, "127.0.0.1,localhost,::1"];
  return {
    RENDER_BASE_URL: parts.render.url,
    RENDER_API_KEY: parts.render.token,
    VERCEL_BASE_URL: parts.vercel.url,
    VERCEL_API_TOKEN: parts.vercel.token,
    // With a slash: the real plugin resolves its paths against it.
    GITHUB_BASE_URL: `${parts.github.url}/`,
    GITHUB_TOKEN: parts.github.token,
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    https_proxy: proxy,
    http_proxy: proxy,
    NO_PROXY: direct,
    no_proxy: direct,
    NODE_USE_ENV_PROXY: "1",
    NODE_EXTRA_CA_CERTS: authority,
    SSL_CERT_FILE: authority,
    CURL_CA_BUNDLE: authority,
  };
}

/** State and home of this world only; the passphrase is in a file, so that it stays valid where a snapshot brings its own. */
function pulumiEnvironment(folder: string, plugins: Plugins): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_HOME: join(folder, "pulumi-home"),
    PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_OPTION_POLICY_PACK: "policies",
    PULUMI_DEBUG_PROVIDERS: attachedPlugins(plugins),
  };
}
