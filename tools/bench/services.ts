import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startWorld } from "../../rehearsal/world.ts";
import { median, type Pulumi, peakMemoryMb } from "./measure.ts";
import { benchProject } from "./project.ts";

/** What one size of stack takes: milliseconds, and the plugin's memory. */
export interface ServicesResult {
  readonly services: number;
  readonly firstPreviewMs: number;
  readonly upMs: number;
  readonly unchangedPreviewMs: number;
  readonly refreshMs: number;
  readonly pluginMb: number;
}

const repositoryUrl = "https://github.com/acme-brains/twin-brains";

/** A stack of `services` web services with 20 env vars each, one of them secret, in a world of its own. */
export async function benchServices(
  repository: string,
  services: number,
  { runs, pulumi }: { runs: number; pulumi: Pulumi },
): Promise<ServicesResult> {
  const plugin = join(repository, "providers", "render");
  const project = await benchProject(repository, {
    name: `services-${services}`,
    program: programOf(repository, services),
    // As this repository's own Pulumi.yaml.
    nodeargs: `--allow-natives-syntax --require ${join(repository, "engine", "lean-sdk.cjs")}`,
    extra: `plugins: { providers: [{ name: render, path: ${plugin} }] }\n`,
  });
  const folder = join(project.folder, "world");
  const world = await startWorld({
    folder,
    project: project.folder,
    repository: repositoryUrl,
    branches: ["main"],
    owner: "tea-0123456789abcdefghij",
    team: "team_acmebrains",
    render: { rateLimits: false, deployMs: 1 },
  });
  try {
    await mkdir(join(folder, "state"), { recursive: true });
    const { PULUMI_OPTION_POLICY_PACK: _, ...env } = world.env;
    const run = (...args: string[]) => pulumi([...args, "-s", project.stack], { cwd: project.folder, env });
    await run("stack", "init")();
    const firstPreviewMs = await median(run("preview"), runs);
    const upMs = await median(run("up", "--yes", "--skip-preview"), 1, 0);
    const unchangedPreviewMs = await median(run("preview", "--expect-no-changes"), runs);
    const refreshMs = await median(run("refresh", "--yes", "--skip-preview"), 1, 0);
    const pluginMb = await peakMemoryMb(run("preview"), join("providers", "render"));
    return { services, firstPreviewMs, upMs, unchangedPreviewMs, refreshMs, pluginMb };
  } finally {
    await world.close();
    await project.remove();
  }
}

function programOf(repository: string, services: number): string {
  return `
import * as pulumi from "@pulumi/pulumi";
import { WebService } from "${repository}/providers/render/sdk/web-service.ts";

for (let at = 0; at < ${services}; at++) {
  const env: Record<string, pulumi.Input<string>> = { API_KEY: pulumi.secret("made-up-" + at) };
  for (let key = 1; key < 20; key++) env["SETTING_" + key] = "value " + key + " of " + at;
  new WebService("service-" + at, {
    name: "service-" + at,
    ownerId: "tea-0123456789abcdefghij",
    repo: "${repositoryUrl}",
    runtime: "python",
    buildCommand: "pip install -r requirements.txt",
    startCommand: "uvicorn main:app",
    healthCheckPath: "/health",
    env: { ...env, JWT_SECRET: "made-up" },
  });
}
`;
}
