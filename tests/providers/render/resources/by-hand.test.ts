import { beforeEach, describe, expect, it } from "vitest";
import { MARKER } from "../../../../providers/render/resources/marker.ts";
import { OWNER, type Program, program, REPO, type Stack, startWorld, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
});
const nothing = { changes: [], unknown: [] };
const serviceOf = (id: string | undefined) => {
  const service = world.render.state.services.get(id ?? "");
  if (!service) throw new Error(`there is no service ${id}`);
  return service;
};
const call = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${world.render.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.render.token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
};

describe("a service made by hand", () => {
  /** With settings that this provider has no inputs for. */
  const unmodelled = {
    maintenanceMode: { enabled: false, uri: "https://status.acme-brains.example" },
    ipAllowList: [{ cidrBlock: "10.0.0.0/8", description: "office" }],
    renderSubdomainPolicy: "enabled",
    disk: { name: "data", mountPath: "/data", sizeGB: 10 },
  };
  const by = { A: "", JWT_SECRET: "made-by-hand" };
  const make = async (serviceDetails: object = {}) => {
    const { service } = await world.client.services.create(
      {
        ...{ type: "web_service", name: "twin-brains-api", ownerId: OWNER, repo: REPO, branch: "main" },
        envVars: Object.entries(by).map(([key, value]) => ({ key, value })),
        secretFiles: [{ name: "key.pem", content: "k" }],
        serviceDetails: { runtime: "docker", healthCheckPath: "/health", ...unmodelled, ...serviceDetails },
      },
      [],
    );
    await world.render.settled();
    return service.id;
  };

  it.each([
    ["docker", {}],
    ["docker with all its commands", { envSpecificDetails: { dockerCommand: "serve", dockerContext: "backend" } }],
    [
      "native",
      {
        runtime: "python",
        envSpecificDetails: { buildCommand: "pip install .", startCommand: "python main.py" },
        preDeployCommand: "migrate",
      },
    ],
    ["several instances", { numInstances: 3, plan: "pro_plus", region: "frankfurt", maxShutdownDelaySeconds: 30 }],
    ["previews by the older name", { pullRequestPreviewsEnabled: "yes" }],
  ])("S1.1 is imported without a change (%s)", async (_title, details) => {
    const id = await make(details);
    await stack.import(id);
    const imported = stack.known?.inputs as unknown as Program;
    expect(stack.preview(imported)).toEqual(nothing);
    await stack.refresh();
    expect(stack.preview(imported)).toEqual(nothing);
    expect(world.writes()).toEqual(["POST /services"]);
  });

  it("keeps through an update what has no input here", async () => {
    const id = await make();
    await call("PATCH", `/notification-settings/overrides/services/${id}`, { notificationsToSend: "all" });
    await call("POST", `/services/${id}/custom-domains`, { name: "api.acme-brains.example" });
    await stack.import(id);
    await stack.up({ ...(stack.known?.inputs as unknown as Program), plan: "pro", env: { ...by, B: "2" } });

    const { settings, secretFiles, notifications, customDomains, env } = serviceOf(id);
    const { disk, ...others } = unmodelled;
    expect(settings).toMatchObject({ ...others, plan: "pro" });
    expect(settings.disk).toMatchObject(disk);
    expect([...secretFiles.keys(), ...customDomains.keys()]).toEqual(["key.pem", "api.acme-brains.example"]);
    expect(notifications.notificationsToSend).toBe("all");
    expect(Object.fromEntries(env)).toEqual({ ...by, B: "2" });
  });

  it("is nobody's because its env is like ours: a taken name is refused and nothing at Render changes", async () => {
    const id = await make();
    await call(
      "PUT",
      `/services/${id}/env-vars`,
      Object.entries(program.env).map(([key, value]) => ({ key, value })),
    );
    const before = structuredClone(serviceOf(id).settings);

    await expect(stack.up(program)).rejects.toThrow("RENDER_NAME_TAKEN");
    expect(stack.known).toBeUndefined();
    expect(serviceOf(id).settings).toEqual(before);
    expect(serviceOf(id).env.has(MARKER)).toBe(false);
  });
});

describe("a change by hand", () => {
  it("is shown by refresh and put right by the next up, with one deploy", async () => {
    await stack.up(program);
    const id = stack.id ?? "";
    await call("PATCH", `/services/${id}`, { serviceDetails: { plan: "pro", healthCheckPath: "/" }, rootDir: "x" });
    await call("PUT", `/services/${id}/env-vars`, [{ key: "DEV_MODE", value: "true" }]);
    await stack.refresh();
    world.sent.length = 0;
    await stack.up(program);

    expect(serviceOf(id).settings).toMatchObject({ plan: "starter", healthCheckPath: "/health", rootDir: "" });
    expect(Object.fromEntries(serviceOf(id).env)).toMatchObject(program.env);
    expect(world.writes().filter((write) => write.endsWith("/deploys"))).toHaveLength(1);
    expect(stack.preview(program)).toEqual(nothing);
  });

  it("of suspension and resumption shows in the outputs, and no up deploys meanwhile", async () => {
    await stack.up(program);
    const id = stack.id ?? "";
    await call("POST", `/services/${id}/suspend`);
    await stack.refresh();
    expect(stack.state.suspended).toBe(true);
    expect(stack.preview(program)).toEqual(nothing);
    await call("POST", `/services/${id}/resume`);
    await world.render.settled();
    await stack.refresh();
    expect(stack.state).toMatchObject({ suspended: false, deployId: serviceOf(id).liveDeployId });
  });

  it("that switches autoscaling on makes the number of instances no drift, whatever the program declares", async () => {
    await stack.up(program);
    const id = stack.id ?? "";
    const criteria = { cpu: { enabled: true, percentage: 60 }, memory: { enabled: false, percentage: 70 } };
    await call("PUT", `/services/${id}/autoscaling`, { enabled: true, min: 2, max: 4, criteria });
    await call("POST", `/services/${id}/scale`, { numInstances: 3 });
    await stack.refresh();
    expect(stack.preview(program)).toEqual(nothing);
    // Render leaves a scale aside while it scales by itself.
    await stack.up({ ...program, numInstances: 4 });
    expect(stack.preview({ ...program, numInstances: 4 })).toEqual(nothing);
    expect(serviceOf(id).settings).toMatchObject({ numInstances: 1, autoscaling: { enabled: true } });
  });

  it("of deletion makes the next refresh and up create it anew", async () => {
    await stack.up(program);
    const first = stack.id;
    await call("DELETE", `/services/${first}`);
    await stack.refresh();
    await stack.up(program);
    expect(stack.id).not.toBe(first);
    expect(stack.state.deployStatus).toBe("live");
  });
});

it("S1.9 keeps 150 env vars over several pages, changes one, empties one and removes one", async () => {
  const many = Array.from({ length: 150 }, (_, index) => [`KEY_${index}`, `value ${index}`]);
  const env: Record<string, string> = { ...program.env, ...Object.fromEntries(many) };
  await stack.up({ ...program, env });
  await stack.refresh();
  expect(stack.preview({ ...program, env })).toEqual(nothing);

  const { KEY_149: _, ...kept } = env;
  const next = { ...kept, KEY_7: "other", KEY_140: "" };
  world.sent.length = 0;
  await stack.up({ ...program, env: next });
  const id = stack.id ?? "";
  expect(world.writes()).toEqual([
    `PUT /services/${id}/env-vars/KEY_140`,
    `DELETE /services/${id}/env-vars/KEY_149`,
    `PUT /services/${id}/env-vars/KEY_7`,
    `POST /services/${id}/deploys`,
  ]);
  const { [MARKER]: marker, ...standing } = Object.fromEntries(serviceOf(id).env);
  expect(standing).toEqual(next);
  expect(marker).toBeDefined();
  await stack.refresh();
  expect(stack.preview({ ...program, env: next })).toEqual(nothing);
});
