import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../config/load.ts";
import { likeApi } from "../../config/services.ts";
import { faultsWith, rawOf, staging } from "./baseline.ts";

const load = (changes: Record<string, unknown>) =>
  parseStackConfig(rawOf(staging(changes)), { stack: "staging", secretKeys: ["cutover:secrets"] }).config;
/** The first line of each fault. */
const told = (changes: Record<string, unknown>) => faultsWith(changes).map((fault) => fault.split("\n")[0]);
const rm = (path: string) => `pulumi config rm --path cutover:${path} --stack staging`;

/** A stack with a backend only: whatever is of the frontend taken out. */
const backendOnly = {
  vercel: undefined,
  frontend: undefined,
  rollout: undefined,
  "env.frontend": undefined,
  "smokeChecks.5": undefined,
};

describe("a stack as a whole", () => {
  it("S0.1 may be one Docker service without a frontend", () => {
    const api = { name: "rlm", runtime: "docker", healthCheckPath: "/health" };
    const config = load({
      ...backendOnly,
      smokeChecks: [],
      origins: undefined,
      env: undefined,
      baseline: undefined,
      services: { api },
    });
    expect(config.frontend).toBeUndefined();
    expect(config.services).toEqual({
      api: { ...api, plan: "starter", region: "oregon", instances: 1 },
    });
  });

  it("names the frontend as the one thing that is missing where something needs it", () => {
    expect(told({ frontend: undefined })).toEqual([
      "CONFIG_MISSING: frontend is missing; expected a map with name, framework, nodeVersion, engines, domains.",
    ]);
    expect(told({ vercel: undefined })).toEqual(["CONFIG_MISSING: vercel is missing; expected a map with team."]);
  });

  it.each([
    ["queue.url", { "services.queue": undefined }, "env.backend.REDIS_URL", "cutover:services.queue"],
    ["origins", { origins: undefined }, "env.backend.ALLOWED_ORIGINS", "cutover:origins"],
  ])("S1.6 refuses the output %s of a stack that does not have it", (output, changes, path, lacks) => {
    expect(told(changes)).toEqual([
      `CONFIG_INVALID: ${path}.output is "${output}"; expected an output of this stack, which has no ${lacks}.`,
    ]);
  });

  it("S1.6 gives the frontend no address of the queue, which is a secret", () => {
    expect(told({ "env.frontend.QUEUE": { output: "queue.url" } })).toEqual([
      'CONFIG_INVALID: env.frontend.QUEUE.output is "queue.url"; expected one of api.url, frontend.url, origins.',
    ]);
  });
});

describe("who deploys", () => {
  it("S1.2 is the stack unless it says vendor, and a service may not say otherwise", () => {
    expect(load({}).deploys).toBe("release");
    expect(load({ deploys: "vendor", "services.api.autoDeploy": "commit" }).deploys).toBe("vendor");
    expect(faultsWith({ deploys: "release", "services.worker.autoDeploy": "checksPass" })).toEqual([
      [
        'CONFIG_INVALID: services.worker.autoDeploy is "checksPass"; expected off, because cutover:deploys is not vendor.',
        "  at Pulumi.staging.yaml → cutover:services.worker.autoDeploy",
        `  fix: ${rm("services.worker.autoDeploy")}`,
      ].join("\n"),
    ]);
    expect(told({ deploys: "vendor", "services.api.autoDeploy": "off" })).toEqual([
      'CONFIG_INVALID: services.api.autoDeploy is "off"; expected checksPass or commit, because cutover:deploys is vendor.',
    ]);
  });

  it("is one of two, told with both", () => {
    expect(faultsWith({ deploys: "vendors" })).toEqual([
      [
        'CONFIG_INVALID: deploys is "vendors"; expected one of release, vendor.',
        "  at Pulumi.staging.yaml → cutover:deploys",
        "  fix: pulumi config set --path cutover:deploys vendor --stack staging",
      ].join("\n"),
    ]);
  });
});

describe("env that services share", () => {
  it("S1.9 stands once: a service cannot have another value silently", () => {
    expect(faultsWith({ "env.worker": { DEV_MODE: true } })).toEqual([
      [
        "CONFIG_INVALID: env.worker.DEV_MODE is true; expected no variable that env.backend sets for all services; move it to where it differs.",
        "  at Pulumi.staging.yaml → cutover:env.worker.DEV_MODE",
        `  fix: ${rm("env.worker.DEV_MODE")}`,
      ].join("\n"),
    ]);
  });

  it("is not given to a service that the stack does not have", () => {
    expect(told({ "services.scheduler": undefined, "env.scheduler": { A: 1 } })).toEqual([
      "CONFIG_INVALID: env.scheduler is a map; expected no variables without cutover:services.scheduler.",
    ]);
  });
});

describe("services beside the API", () => {
  it("S1.1 take from the API what they leave out, and nothing that belongs to another runtime", () => {
    const { api, worker, scheduler } = load({}).services;
    if (!worker || !scheduler) throw new Error("The baseline has a worker and a scheduler");
    expect(likeApi(api, worker)).toMatchObject({
      name: "twin-brains-staging-worker",
      runtime: "python",
      rootDirectory: "backend",
      buildCommand: "pip install -r requirements.txt",
      startCommand: "python worker.py",
      region: "oregon",
    });
    expect(likeApi(api, { ...worker, runtime: "docker" })).not.toHaveProperty("buildCommand");
    expect(likeApi(api, { ...scheduler, region: "ohio" })).toMatchObject({ region: "ohio", schedule: "*/15 * * * *" });
  });

  it("S1.1 take the API's image, and nothing of the repository with one of their own", () => {
    const path = "ghcr.io/acme/api:1";
    const image = { name: "a", runtime: "image", image: { path }, healthCheckPath: "/", notifyOnFail: "notify" };
    const { api, worker } = load({ "services.api": image }).services;
    if (!worker) throw new Error("The baseline has a worker");
    expect(likeApi(api, worker)).toMatchObject({ runtime: "image", image: { path }, notifyOnFail: "notify" });
    const own = likeApi(load({}).services.api, { ...worker, runtime: "image", image: { path } });
    expect(own).toMatchObject({ image: { path }, region: "oregon" });
    for (const key of ["rootDirectory", "buildCommand", "autoDeploy", "buildFilter"])
      expect(own).not.toHaveProperty(key);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      "a worker without a command",
      { "services.worker.startCommand": undefined },
      ["CONFIG_MISSING: services.worker.startCommand is missing; expected a command on one line."],
    ],
    [
      "a Dockerfile for a Python worker",
      { "services.worker.dockerfilePath": "./Dockerfile" },
      [
        'CONFIG_INVALID: services.worker.dockerfilePath is "./Dockerfile"; expected no dockerfilePath with runtime python.',
      ],
    ],
    [
      "a build command for a Docker worker",
      { "services.worker.runtime": "docker", "services.worker.buildCommand": "make" },
      ['CONFIG_INVALID: services.worker.buildCommand is "make"; expected no buildCommand with runtime docker.'],
    ],
    [
      "a worker of another language without a build command",
      { "services.worker.runtime": "node" },
      ["CONFIG_MISSING: services.worker.buildCommand is missing; expected a command on one line."],
    ],
    [
      "a worker of an image without one",
      { "services.worker.runtime": "image" },
      [
        "CONFIG_MISSING: services.worker.image.path is missing; expected a registry, a name and a digest or tag, such as ghcr.io/acme/api@sha256:….",
      ],
    ],
    [
      "a folder of the repository for a worker of an image",
      {
        "services.worker.runtime": "image",
        "services.worker.image": { path: "ghcr.io/acme/worker:1" },
        "services.worker.rootDirectory": "backend",
      },
      ['CONFIG_INVALID: services.worker.rootDirectory is "backend"; expected no rootDirectory with runtime image.'],
    ],
    [
      "an image for a worker that is built",
      { "services.worker.image": { path: "ghcr.io/acme/worker:1" } },
      ["CONFIG_INVALID: services.worker.image is a map; expected no image with runtime python."],
    ],
    [
      "an image's address in place of its path",
      {
        "services.worker.runtime": "image",
        "services.worker.image": { path: "https://ghcr.io/acme/worker:1" },
      },
      [
        'CONFIG_INVALID: services.worker.image.path is "https://ghcr.io/acme/worker:1"; expected a registry, a name and a digest or tag, such as ghcr.io/acme/api@sha256:….',
      ],
    ],
    [
      "two services of one name",
      { "services.worker.name": "twin-brains-staging-api" },
      ['CONFIG_INVALID: services.worker.name is "twin-brains-staging-api"; expected a name that no other service has.'],
    ],
    [
      "S1.1 the id of another kind of thing",
      { "services.queue.adopt": "srv-1" },
      ['CONFIG_INVALID: services.queue.adopt is "srv-1"; expected the id of what exists already, red-….'],
    ],
    [
      "an address range that is none",
      { "services.queue.ipAllowList": [{ cidrBlock: "office", description: "office" }] },
      [
        'CONFIG_INVALID: services.queue.ipAllowList[0].cidrBlock is "office"; expected a range of addresses, such as 203.0.113.7/32.',
      ],
    ],
  ])("refuse %s", (_title, changes, faults) => {
    expect(told(changes)).toEqual(faults);
  });

  it.each(["*/15 * * * *", "0 3 * * MON-FRI", "5,35 0-6 1 */2 *"])("S1.13 run on the schedule %s", (schedule) => {
    expect(load({ "services.scheduler.schedule": schedule }).services.scheduler?.schedule).toBe(schedule);
  });

  it.each(["every 15 minutes", "* * * * * *", "61 * * * *", "@daily", "0 0 30 2 *", " 0 0 * * *", ""])(
    "S1.13 do not run on the schedule %j",
    (schedule) => {
      expect(told({ "services.scheduler.schedule": schedule })).toEqual([
        `CONFIG_INVALID: services.scheduler.schedule is ${JSON.stringify(schedule)}; expected five cron fields in UTC, such as */15 * * * *.`,
      ]);
    },
  );
});

describe("a baseline", () => {
  it("S1.9 may say a word, a value, several, a range, or where it comes from", () => {
    const required = {
      A: "url",
      B: { is: false },
      C: { oneOf: ["x"] },
      D: { min: 1, max: 2 },
      E: { output: "api.url" },
    };
    expect(load({ "baseline.backend.required": required }).baseline.backend.required).toEqual(required);
  });

  it("S1.9 is refused where it says what it cannot, or two things of one variable", () => {
    expect(told({ "baseline.backend.required.A": "txet" })).toEqual([
      'CONFIG_INVALID: baseline.backend.required.A is "txet"; expected text, url, boolean, integer, secret, { is: VALUE }, { oneOf: [VALUES] }, { min: N, max: N } or { output: NAME }.',
    ]);
    expect(told({ "baseline.backend.forbidden": ["DEV_MODE"] })).toEqual([
      'CONFIG_INVALID: baseline.backend.forbidden[0] is "DEV_MODE"; expected each variable once; DEV_MODE is expected above already.',
    ]);
  });
});

describe("a secret that a smoke check names", () => {
  it("is asked for where the stack does not have it, in a header or in a body", () => {
    const request = {
      method: "POST",
      path: "/a",
      headers: { authorization: { secret: "NOT_SET", prefix: "Bearer " } },
      json: { deep: [{ secret: "NOT_SET_EITHER" }] },
    };
    const check = { name: "a", target: "api", request, expect: {} };
    expect(faultsWith({ smokeChecks: [check] })).toEqual([
      [
        "CONFIG_SECRET_MISSING: smokeChecks[0].request.headers.authorization takes the secret NOT_SET; expected it in cutover:secrets of this stack.",
        "  at Pulumi.staging.yaml → cutover:smokeChecks[0].request.headers.authorization",
        "  fix: pulumi config set --secret --path cutover:secrets.NOT_SET --stack staging",
      ].join("\n"),
      expect.stringContaining("smokeChecks[0].request.json.deep[0] takes the secret NOT_SET_EITHER"),
    ]);
  });
});
