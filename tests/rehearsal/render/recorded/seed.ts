import { type Json, ownerId, type startWorld } from "../render-world.ts";
import type { Example, Exchange } from "./exchange.ts";

type World = Awaited<ReturnType<typeof startWorld>>;
export const domain = "static-site.example.com";

/** Makes what a recorded call met, and gives its path with the ids of this world. */
export async function seeded(world: World, exchange: Exchange, example: Example): Promise<string> {
  const { method, status } = exchange;
  let { path } = exchange;
  const ids: Record<string, string> = {};
  for (const [token, noun] of path.matchAll(/\{(\w+)\}/g)) {
    if (noun === "name" || ids[token]) continue;
    const make = makers[noun ?? ""];
    if (!make) throw new Error(`Failed to seed ${path}: nothing makes ${token}`);
    ids[token] = await make(world, exchange, example);
    path = path.replace(token, ids[token]);
  }
  const [made] = Object.values(ids);
  path = path.replace("/v1", "").replace("{name}", nameIn(path)).replace("some-owner-id", ownerId);

  const { serviceId, resourceIds, projectId } = example.request ?? {};
  if (serviceId || resourceIds) await service(world, "web_service/node");
  if (projectId) await project(world);
  if (path.includes("custom-domains/")) await world.post(path.replace(`/${domain}`, ""), { name: domain });
  if (path.startsWith("/logs/streams/resource") && method !== "PUT" && status !== 404)
    await world.put(path, { setting: "drop" });
  if (path.startsWith("/logs/streams/owner") && method !== "PUT") await world.put(path, { preview: "drop" });
  if (path.startsWith("/metrics-stream") && method !== "PUT")
    await world.put(path, { provider: "CUSTOM", url: "https://otel.acme-brains.example", token: "made-up" });
  if (path.includes("/resources") && method === "DELETE") {
    const moved = path.startsWith("/environments/evm") ? await service(world, "web_service/node") : (made ?? "");
    return `${path}?resourceIds=${moved}`;
  }
  return example.query && !example.query.includes("cursor=") ? `${path}?${await queryOf(world, example)}` : path;
}

/** The named thing that a path ends with. */
const nameIn = (path: string) => (path.includes("custom-domains") ? domain : path.includes("files") ? "file1" : "key1");

async function queryOf(world: World, { query, response }: Example): Promise<string> {
  if (query.includes("type=background_worker")) await service(world, "background_worker/image", response[0].service);
  return query.replaceAll("some-owner-id", ownerId);
}

type Maker = (world: World, exchange: Exchange, example: Example) => Promise<string>;

const idOf = ({ status, body }: { status: number; body: Json }): string => {
  if (status >= 300) throw new Error(`Failed to seed: ${status} ${JSON.stringify(body)}`);
  return body.id ?? body.service.id;
};

/** Makes the thing that an id of this prefix is of, in the state in which the recorded call left or found it. */
const makers: Readonly<Record<string, Maker>> = {
  srv: (world, { path, variant, status }, { response }) =>
    service(world, variant || (/headers|routes/.test(path) ? "static_site/-" : defaultOf(path, status)), response, {
      settle: status !== 202 || path.endsWith("scale"),
    }),
  crn: (world, { path, variant, status }, { response }) =>
    service(
      world,
      variant || (path.endsWith("deploys") && status === 201 ? "cron_job/image" : "cron_job/node"),
      response,
      {
        settle: status !== 202,
      },
    ),
  dsk: async (world) => {
    await service(world, "web_service/node", {
      serviceDetails: { disk: { name: "data", mountPath: "/d", sizeGB: 1 } },
    });
    return [...world.render.state.services.values()][0]?.settings.disk?.id ?? "";
  },
  evm: async (world) => (await project(world)).environmentIds[0],
  prj: async (world) => (await project(world)).id,
  red: async (world, { path }, { response }) =>
    idOf(
      await world.post(path.startsWith("/v1/redis") ? "/redis" : "/key-value", {
        ...{ name: "store", ownerId, plan: "starter", maxmemoryPolicy: "noeviction", persistenceMode: "snapshot" },
        ...(response?.ipAllowList && { ipAllowList: response.ipAllowList }),
        ...(response?.environmentId && { environmentId: (await project(world)).environmentIds[0] }),
      }),
    ),
  dpg: async (world, { method }, { response }) =>
    idOf(
      await world.post("/postgres", {
        ...{ name: "store", ownerId, plan: "basic_1gb", version: "16", diskSizeGB: response?.diskSizeGB ?? 20 },
        ...(method === "GET" && response?.readReplicas && { readReplicas: [{ name: "read-replica" }] }),
      }),
    ),
  evg: async (world, { path, method }) =>
    idOf(
      await world.post("/env-groups", {
        ...{ name: "shared", ownerId },
        envVars: [{ key: method === "DELETE" || !path.includes("{name}") ? "key1" : "A", value: "v" }],
        secretFiles: [{ name: method === "DELETE" || !path.includes("{name}") ? "file1" : "f", content: "c" }],
      }),
    ),
  whk: async (world) =>
    idOf(await world.post("/webhooks", { name: "w", ownerId, url: "https://acme-brains.example", enabled: true })),
  egs: async (world, { method }) => {
    const id = idOf(await world.post("/dedicated-ips", { name: "egress", ownerId, region: "oregon" }));
    if (method === "PATCH") world.clock.advance(60_000);
    return id;
  },
};

const defaultOf = (path: string, status: number) =>
  path.endsWith("deploys") && status === 201 ? "web_service/image" : "web_service/node";

async function project({ post }: World): Promise<Json> {
  const environments = [{ name: "prod", protectedStatus: "protected" }];
  return (await post("/projects", { name: "first", ownerId, environments })).body;
}

/** A service of a type and runtime, with as much of a recorded answer as can be asked for. */
async function service(world: World, variant: string, like: Json = {}, { settle = true } = {}): Promise<string> {
  const [type = "", runtime = ""] = variant.split("/");
  const details = like?.serviceDetails ?? {};
  const { preDeployCommand, registryCredential: _, ...commands } = details.envSpecificDetails ?? {};
  const container = runtime === "docker" || runtime === "image";
  const native = { buildCommand: "npm install", startCommand: "npm start" };
  const { url: _url, openPorts: _ports, buildPlan: _plan, sshAddress: _ssh, disk, env: _env, ...sent } = details;
  const repo = like?.repo ?? "https://github.com/acme-brains/twin-brains";
  const branch = like?.branch || "main";
  if (runtime !== "image") world.git.push(repo, branch, "First release");
  const source = runtime === "image" ? { image: { imagePath: like?.imagePath ?? "nginx", ownerId } } : { repo, branch };
  const made = await world.post("/services", {
    ...{ type, name: like?.name ?? "api", ownerId, ...source },
    ...(like?.buildFilter && { buildFilter: like.buildFilter }),
    ...(like?.environmentId && { environmentId: (await project(world)).environmentIds[0] }),
    envVars: ["key1", "key2"].map((key) => ({ key, value: "v" })),
    secretFiles: [{ name: "file1", content: "c" }],
    serviceDetails: {
      ...sent,
      ...(type !== "static_site" && { runtime, envSpecificDetails: container ? commands : native }),
      ...(type === "cron_job" && { schedule: details.schedule ?? "0 0 * * *" }),
      // An empty one was another one before.
      ...(preDeployCommand !== undefined && { preDeployCommand: preDeployCommand || "echo" }),
      ...(disk && { disk: { name: disk.name, mountPath: disk.mountPath, sizeGB: disk.sizeGB } }),
    },
  });
  const id = idOf(made);
  if (settle) await world.render.settled();
  return id;
}
