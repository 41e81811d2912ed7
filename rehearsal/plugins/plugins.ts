import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { startCommandPlugin } from "./command/command.ts";
import { startGitHubPlugin } from "./github/github.ts";
import { startVercelPlugin } from "./vercel/vercel.ts";

/** The engine's own plugins in a world: the real ones where this machine has them, stand-ins that are attached where not. */
export interface Plugins {
  /** Ports of the stand-ins, by package. */
  readonly standIns: Readonly<Record<string, number>>;
  /** Packages whose real plugin is used. */
  readonly real: readonly string[];
  close(): Promise<void>;
}

/** Where the user's own Pulumi keeps installed plugins. */
export function userPluginFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
}

const versions: Readonly<Record<string, string>> = {
  vercel: packageJson.dependencies["@pulumiverse/vercel"],
  command: packageJson.dependencies["@pulumi/command"],
  github: packageJson.dependencies["@pulumi/github"],
};

const starters = { vercel: startVercelPlugin, command: startCommandPlugin, github: startGitHubPlugin } as const;

/** @param env vendors' addresses and tokens; `cwd` is where commands run, as with the real plugin: the project's folder. */
export async function startPlugins(options: { env: NodeJS.ProcessEnv; cwd: string }): Promise<Plugins> {
  const real: string[] = [];
  const servers: { name: string; port: number; close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    for (const [name, start] of Object.entries(starters)) {
      if (existsSync(join(userPluginFolder(), `resource-${name}-v${versions[name]}`))) real.push(name);
      else servers.push({ name, ...(await start(options)) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    standIns: Object.fromEntries(servers.map(({ name, port }) => [name, port])),
    real,
    close,
  };
}

/** The value of `PULUMI_DEBUG_PROVIDERS`; empty when every plugin is real. */
export function attachedPlugins(plugins: Plugins): string {
  return Object.entries(plugins.standIns)
    .map(([name, port]) => `${name}:${port}`)
    .join(",");
}
