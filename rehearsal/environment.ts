import { setGlobalProxyFromEnv } from "node:http";

/**
 * What a process in a world takes from this machine: where programs and temporary files are, and which engine was
 * chosen. Nothing else, so that a rehearsal is the same on every machine: no token, proxy, passphrase or option of the
 * user's own Pulumi, Render, Vercel or GitHub reaches it.
 */
const taken = ["PATH", "TMPDIR", "CUTOVER_ENGINE", "CUTOVER_ENGINE_DIR", "NODE_COMPILE_CACHE"] as const;

/**
 * The whole environment of a process in a world.
 * @param machine the environment of this machine
 * @param world the world's own variables; they come last
 */
export function insideWorld(machine: NodeJS.ProcessEnv, world: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of taken) if (machine[name] !== undefined) env[name] = machine[name];
  // Programs look for settings at home, such as ~/.netrc; those of a user are not for a world.
  if (world.PULUMI_HOME !== undefined) env.HOME = world.PULUMI_HOME;
  return { ...env, NO_COLOR: "1", ...world };
}

const vendors = /^(PULUMI|RENDER|VERCEL)_|^(GITHUB_(TOKEN|BASE_URL|OWNER|ENTERPRISE_TOKEN)|GH_(TOKEN|HOST))$/;
const others = ["ALL_PROXY", "all_proxy", "NODE_TLS_REJECT_UNAUTHORIZED"];

/** Names that a shell has set and that would lead plain `pulumi` or `curl` out of the world or confuse them in it. */
export function interfering(shell: NodeJS.ProcessEnv, world: Readonly<Record<string, string>>): string[] {
  return Object.keys(shell).filter((name) => (vendors.test(name) || others.includes(name)) && !(name in world));
}

/**
 * Has this process reach the world's loopback servers directly where its user sends all of Node through a proxy
 * (NODE_USE_ENV_PROXY). Without a proxy to leave out, Node would keep the one it read at its start.
 */
export function leaveProxy({ NODE_USE_ENV_PROXY: used, ...machine }: NodeJS.ProcessEnv): void {
  if (used) setGlobalProxyFromEnv({ ...machine, http_proxy: "http://127.0.0.1:9", no_proxy: "*", NO_PROXY: "*" });
}
