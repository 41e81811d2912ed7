import { describe, expect, it } from "vitest";
import { Backend, type BackendArgs } from "../../components/backend.ts";
import { stackConfig } from "../../config/schema.ts";
import { ofType, record } from "./recorder.ts";
import { config } from "./stack.ts";

const { services } = config;
const { scheduler } = services;
if (!scheduler?.continuous || !services.queue) throw new Error("The stack of these tests has a scheduler and a queue");

const declare = (changes: Partial<BackendArgs> = {}) =>
  record(
    () =>
      new Backend("backend", {
        app: config.app,
        owner: config.render.owner,
        deploys: "release",
        services,
        env: config.env,
        scope: { secrets: {}, outputs: {} },
        ...changes,
      }),
  );

const one = async (type: string, changes?: Partial<BackendArgs>) =>
  ofType(await declare(changes), `render:index:${type}`)[0];

describe("Backend", () => {
  it("S1.1 declares the API with config's names turned into Render's", async () => {
    const api = await one("WebService");
    expect(api?.inputs).toMatchObject({
      name: "acme-api",
      ownerId: "tea-0123456789abcdefghij",
      repo: "https://github.com/acme/app",
      branch: "main",
      rootDir: "backend",
      numInstances: 2,
      autoDeployTrigger: "off",
      env: { A: "1", REDIS_URL: "redis://red-1" },
    });
    for (const configOnly of ["rootDirectory", "instances", "autoDeploy", "adopt"])
      expect(api?.inputs).not.toHaveProperty(configOnly);
  });

  it("S1.1 gives the worker what it leaves out from the API: it is built from the same code", async () => {
    const worker = await one("BackgroundWorker");
    expect(worker?.inputs).toMatchObject({
      name: "acme-worker",
      runtime: "python",
      buildCommand: "make",
      startCommand: "work",
      rootDir: "backend",
      region: "frankfurt",
      plan: "starter",
      branch: "main",
    });
    expect(worker?.inputs).not.toHaveProperty("healthCheckPath");
  });

  it("S1.6 gives API, worker and scheduler the same REDIS_URL, as a secret, and each its own besides", async () => {
    const recorded = await declare();
    const services = recorded.filter(({ inputs }) => inputs.env !== undefined);
    expect(Object.fromEntries(services.map(({ name, inputs }) => [name, inputs.env]))).toEqual({
      api: { A: "1", REDIS_URL: "redis://red-1" },
      worker: { A: "1", REDIS_URL: "redis://red-1", API: "https://api.onrender.com" },
      scheduler: { A: "1", REDIS_URL: "redis://red-1" },
    });
    for (const { secrets } of services) expect(secrets).toContain("env");
  });

  it("S1.6 declares a queue that evicts nothing, admits nobody from outside, and stands in the API's region", async () => {
    expect((await one("KeyValue"))?.inputs).toMatchObject({
      name: "acme-queue",
      plan: "starter",
      region: "frankfurt",
      maxmemoryPolicy: "noeviction",
      ipAllowList: [],
      allowDestroy: false,
    });
  });

  it("S1.13 declares the scheduler as a cron job", async () => {
    const recorded = await declare();
    expect(ofType(recorded, "render:index:CronJob")[0]?.inputs).toMatchObject({
      name: "acme-scheduler",
      schedule: "*/15 * * * *",
      startCommand: "learn --once",
      suspended: false,
    });
    expect(ofType(recorded, "render:index:BackgroundWorker").map(({ name }) => name)).toEqual(["worker"]);
  });

  it("S1.13 suspends the cron job while a worker runs the same without an end", async () => {
    const continuous = { ...scheduler, continuous: { active: true, startCommand: "learn --interval-seconds 900" } };
    const recorded = await declare({ services: { ...services, scheduler: continuous } });
    const [cronJob] = ofType(recorded, "render:index:CronJob");
    expect(cronJob?.inputs).toMatchObject({ suspended: true, startCommand: "learn --once" });
    const twin = ofType(recorded, "render:index:BackgroundWorker").find(({ name }) => name === "scheduler-continuous");
    expect(twin?.inputs).toMatchObject({
      name: "acme-scheduler-continuous",
      startCommand: "learn --interval-seconds 900",
      env: { REDIS_URL: "redis://red-1" },
    });
    expect(twin?.inputs).not.toHaveProperty("schedule");
  });

  it("S1.13 suspends the cron job when config says so, and says nothing where config does not", async () => {
    const { continuous: _, ...plain } = scheduler;
    const suspended = await one("CronJob", { services: { ...services, scheduler: { ...plain, suspended: true } } });
    expect(suspended?.inputs).toMatchObject({ suspended: true });
    expect((await one("CronJob", { services: { ...services, scheduler: plain } }))?.inputs.suspended).toBeUndefined();
  });

  it("S1.1 imports what is adopted, and nothing else", async () => {
    const adopted = {
      api: { ...services.api, adopt: "srv-1" },
      scheduler: { ...scheduler, adopt: "crn-1" },
      queue: { ...services.queue, name: "acme-queue", adopt: "red-1" } as NonNullable<typeof services.queue>,
    };
    const recorded = await declare({ services: { ...services, ...adopted } });
    const imported = recorded
      .filter(({ importedFrom }) => importedFrom)
      .map(({ name, importedFrom }) => [name, importedFrom]);
    expect(imported.sort()).toEqual([
      ["api", "srv-1"],
      ["queue", "red-1"],
      ["scheduler", "crn-1"],
    ]);
  });

  it("S1.2 has Render deploy pushes after their checks pass where the stack leaves that to the vendors", async () => {
    const recorded = await declare({ deploys: "vendor" });
    const triggers = recorded.flatMap(({ inputs }) => (inputs.autoDeployTrigger ? [inputs.autoDeployTrigger] : []));
    expect(triggers).toEqual(["checksPass", "checksPass", "checksPass"]);
    const api = { ...services.api, autoDeploy: "commit" as const };
    const own = await one("WebService", { deploys: "vendor", services: { ...services, api } });
    expect(own?.inputs).toMatchObject({ autoDeployTrigger: "commit" });
  });

  it("S0.1 declares a single Docker web service", async () => {
    const alone = stackConfig.parse({
      app: { name: "rlm", environment: "production", repository: "https://github.com/acme/rlm", branch: "main" },
      deploys: "vendor",
      render: { owner: "tea-0123456789abcdefghij" },
      services: { api: { name: "rlm", runtime: "docker", healthCheckPath: "/health", dockerCommand: "serve" } },
    });
    const recorded = await declare({
      app: alone.app,
      deploys: alone.deploys,
      services: alone.services,
      env: alone.env,
    });
    expect(recorded.map(({ type, name }) => [type, name])).toEqual([
      ["cutover:index:Backend", "backend"],
      ["render:index:WebService", "api"],
    ]);
    expect(recorded[1]?.inputs).toMatchObject({
      runtime: "docker",
      dockerCommand: "serve",
      healthCheckPath: "/health",
      branch: "main",
      autoDeployTrigger: "checksPass",
    });
    expect(recorded[1]?.inputs).not.toHaveProperty("startCommand");
  });

  it("S0.1 declares a service of an image with nothing of the repository, whoever deploys", async () => {
    const { rootDirectory: _, ...api } = services.api as typeof services.api & { rootDirectory?: string };
    const { buildCommand: __, startCommand: ___, ...rest } = api as typeof api & Record<string, unknown>;
    const image = { path: "ghcr.io/acme/api:1", registryCredential: "rgc-1" };
    const ofImage = { ...rest, runtime: "image", image, notifyOnFail: "notify" } as unknown as typeof services.api;
    const recorded = await declare({ deploys: "vendor", services: { ...services, api: ofImage } });
    const [declared] = ofType(recorded, "render:index:WebService");
    expect(declared?.inputs).toMatchObject({
      runtime: "image",
      image: { path: "ghcr.io/acme/api:1", registryCredentialId: "rgc-1" },
      notifyOnFail: "notify",
    });
    const [worker] = ofType(recorded, "render:index:BackgroundWorker");
    expect(worker?.inputs).toMatchObject({ runtime: "image", dockerCommand: "work", notifyOnFail: "notify" });
    for (const ofRepository of ["repo", "branch", "rootDir", "autoDeployTrigger", "startCommand", "buildCommand"]) {
      expect(declared?.inputs).not.toHaveProperty(ofRepository);
      expect(worker?.inputs).not.toHaveProperty(ofRepository);
    }
  });
});
