import type { JudgedResource } from "../../policies/rule.ts";
import { plain } from "../../policies/unknown.ts";

/** Resources of the kinds that rules are about, as a stack of many services has them. */
export const manyResources = (count: number): JudgedResource[] =>
  Array.from({ length: count }, (_, at) => resource(at));

function resource(at: number): JudgedResource {
  const [type, properties] = kinds[at % kinds.length]?.(at) ?? ["pulumi:pulumi:Stack", {}];
  const name = `resource-${at}`;
  const urn = `urn:pulumi:prod::cutover::${type}::${name}`;
  // Taken apart each time that they are asked for, as what a pack is sent.
  const read = () => Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value)]));
  return { type, name, urn, properties: read, protect: true, dependsOn: [] };
}

type Kind = (at: number) => readonly [type: string, properties: Readonly<Record<string, unknown>>];

const kinds: readonly Kind[] = [
  (at) => ["render:index:WebService", { ...service(at), plan: "starter", healthCheckPath: "/health" }],
  (at) => ["render:index:BackgroundWorker", { ...service(at), plan: "starter", maxShutdownDelaySeconds: 300 }],
  (at) => [
    "render:index:CronJob",
    { ...service(at), plan: "starter", schedule: "*/15 * * * *", startCommand: `python scripts/job_${at}.py --once` },
  ],
  (at) => ["render:index:KeyValue", { name: `queue-${at}`, plan: "starter", region: "oregon", ipAllowList: [] }],
  (at) => ["vercel:index/project:Project", { name: `frontend-${at}`, framework: "nextjs", nodeVersion: "24.x" }],
  ...["production", "preview", "development"].map(
    (target): Kind =>
      (at) => [
        "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        { key: `NEXT_PUBLIC_SETTING_${at}`, value: `value ${at}`, targets: [target], projectId: `prj_${at}` },
      ],
  ),
  (at) => ["vercel:index/deployment:Deployment", { projectId: `prj_${at}`, environment: {}, meta: {} }],
  (at) => ["command:local/command:Command", { create: `npx cutover smoke --name ${at}`, triggers: [at] }],
];

function service(at: number) {
  const settings = Array.from({ length: 16 }, (_, key) => [`SETTING_${key}`, `value ${key} of ${at}`]);
  return {
    name: `service-${at}`,
    ownerId: "tea-0123456789abcdefghij",
    repo: "https://github.com/acme-brains/twin-brains",
    branch: "main",
    runtime: "python",
    region: "oregon",
    buildCommand: "pip install -r requirements.txt",
    startCommand: `python service_${at}.py`,
    env: { ...Object.fromEntries(settings), ALLOWED_ORIGINS: "https://app.twin-brains.example", DEV_MODE: "false" },
  };
}
