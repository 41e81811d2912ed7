import { beforeEach, describe, expect, it } from "vitest";
import { wholePath } from "../../../../providers/render/resources/image.ts";
import { checkRuntime } from "../../../../providers/render/resources/preview-service.ts";
import { WebServiceInputs } from "../../../../providers/render/resources/web-service.ts";
import { OWNER, type Program, program, REPO, startWorld, type World } from "../support/world.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const pinned = (letter: string) => ({ path: `ghcr.io/acme-brains/api@${digest(letter)}` });

const { repo: _, ...service } = program;
const imageProgram = { ...service, runtime: "image", image: pinned("a") };
const { healthCheckPath: __, ...process } = imageProgram;
const workerProgram = { ...process, name: "twin-brains-worker" };
const cronProgram = { ...workerProgram, name: "twin-brains-scheduler", schedule: "*/15 * * * *" };

const nothing = { changes: [], unknown: [] };
const DEPLOY = ["deployId", "deployStatus", "commitId"];

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
const bodies = (method: string) => world.sent.filter((sent) => sent.method === method).map(({ body }) => body);
const settingsOf = (id = "") => world.render.state.services.get(id)?.settings;
const upOf = async (given: Program) => {
  const stack = world.stack();
  await stack.up(given);
  world.sent.length = 0;
  return stack;
};
const credential = async (name: string) => {
  const body = JSON.stringify({ registry: "GITHUB", name, username: "acme", authToken: "made-up", ownerId: OWNER });
  const headers = { authorization: `Bearer ${world.render.token}`, "content-type": "application/json" };
  const made = await fetch(`${world.render.url}/registrycredentials`, { method: "POST", headers, body });
  return ((await made.json()) as { id: string }).id;
};

describe("a service of an image", () => {
  it("is created with the image alone: no repository, branch, folder or auto-deploy", async () => {
    const stack = world.stack();
    const state = await stack.up(imageProgram);
    expect(state).toMatchObject({ deployStatus: "live", commitId: "" });
    expect(bodies("POST")).toEqual([
      {
        type: "web_service",
        name: "twin-brains-api",
        ownerId: OWNER,
        image: { ownerId: OWNER, imagePath: pinned("a").path },
        envVars: expect.any(Array),
        serviceDetails: {
          runtime: "image",
          plan: "starter",
          region: "oregon",
          numInstances: 1,
          healthCheckPath: "/health",
          previews: { generation: "off" },
        },
      },
    ]);
  });

  it.each([
    ["a web service", () => world.stack(), imageProgram],
    ["a worker", () => world.worker(), { ...workerProgram, dockerCommand: "python -m consumer" }],
    ["a cron job", () => world.cron(), cronProgram],
    ["one by tag", () => world.stack(), { ...imageProgram, image: { path: "acme/api:1.4" } }],
    ["one by name", () => world.stack(), { ...imageProgram, image: { path: "nginx" } }],
    [
      "one by tag and digest",
      () => world.stack(),
      { ...imageProgram, image: { path: `ghcr.io/acme-brains/api:1.4@${digest("a")}` } },
    ],
  ])("shows no change after up, refresh and import (%s)", async (_what, make, given) => {
    const stack = make();
    await stack.up(given);
    expect(stack.preview(given)).toEqual(nothing);
    await stack.refresh();
    expect(stack.preview(given)).toEqual(nothing);
    const imported = make();
    await imported.import(stack.id ?? "");
    expect(imported.preview(given)).toEqual(nothing);
    expect(checkRuntime(imported.resource.inputs.parse(imported.known?.inputs))).toEqual([]);
  });

  it("gets another image by its whole path, with one deploy that the preview tells", async () => {
    const stack = await upOf(imageProgram);
    const next = { ...imageProgram, image: pinned("b") };
    expect(stack.preview(next)).toEqual({ changes: [{ path: "image.path", kind: "update" }], unknown: DEPLOY });
    const { deployId } = await stack.up(next);
    expect(world.sent.filter(({ method }) => method !== "GET")).toEqual([
      {
        method: "PATCH",
        path: `/services/${stack.id}`,
        body: { image: { ownerId: OWNER, imagePath: pinned("b").path } },
      },
      { method: "POST", path: `/services/${stack.id}/deploys`, body: {} },
    ]);
    expect(world.render.state.deploys.get(deployId)?.image).toEqual({ ref: pinned("b").path, sha: digest("b") });
  });

  it("is not touched by a change of something else", async () => {
    const stack = await upOf(imageProgram);
    await stack.up({ ...imageProgram, plan: "pro" });
    expect(bodies("PATCH")).toEqual([{ serviceDetails: { plan: "pro" } }]);
  });

  it("shows an image that was put in by hand as a change, and puts its own back", async () => {
    const stack = await upOf(imageProgram);
    const byHand = { image: { ownerId: OWNER, imagePath: "ghcr.io/acme-brains/api:hotfix" } };
    await world.client.services.patch(stack.id ?? "", byHand);
    await stack.refresh();
    expect(stack.preview(imageProgram).changes).toEqual([{ path: "image.path", kind: "update" }]);
    await stack.up(imageProgram);
    expect(settingsOf(stack.id)?.imagePath).toBe(pinned("a").path);
  });

  it("has a registry credential where one is declared, and none where it is left out", async () => {
    const [one, other] = [await credential("one"), await credential("other")];
    const of = (registryCredentialId: string) => ({ ...imageProgram, image: { ...pinned("a"), registryCredentialId } });
    const stack = await upOf(of(one));
    await stack.refresh();
    expect(stack.preview(of(one))).toEqual(nothing);
    expect(stack.preview(of(other)).changes).toEqual([{ path: "image.registryCredentialId", kind: "update" }]);
    await stack.up(of(other));
    expect(settingsOf(stack.id)?.registryCredential?.id).toBe(other);
    world.sent.length = 0;
    await stack.up(imageProgram);
    expect(bodies("PATCH")).toEqual([
      { image: { ownerId: OWNER, imagePath: pinned("a").path, registryCredentialId: "" } },
    ]);
    expect(settingsOf(stack.id)?.registryCredential).toBeUndefined();
    await stack.refresh();
    expect(stack.preview(imageProgram)).toEqual(nothing);
  });
});

describe("another source", () => {
  it("takes the place of the one before, in place, and back", async () => {
    const stack = await upOf({ ...program, branch: "main", rootDir: "backend", dockerCommand: "serve" });
    const before = stack.id;
    await stack.up(imageProgram);
    expect(bodies("PATCH")).toEqual([
      {
        image: { ownerId: OWNER, imagePath: pinned("a").path },
        serviceDetails: { runtime: "image", envSpecificDetails: { dockerCommand: "" } },
      },
    ]);
    await stack.refresh();
    expect(stack.preview(imageProgram)).toEqual(nothing);

    world.sent.length = 0;
    await stack.up(program);
    expect(bodies("PATCH")).toEqual([
      {
        ...{ repo: REPO, branch: "main", rootDir: "", autoDeployTrigger: "off" },
        buildFilter: { paths: [], ignoredPaths: [] },
        serviceDetails: {
          runtime: "docker",
          envSpecificDetails: { dockerfilePath: "./Dockerfile", dockerContext: ".", dockerCommand: "" },
        },
      },
    ]);
    await stack.refresh();
    expect(stack.preview(program)).toEqual(nothing);
    expect(stack.id).toBe(before);
  });
});

describe("inputs", () => {
  it.each([
    ["ghcr.io/acme/api@sha256:1234"],
    ["https://ghcr.io/acme/api:1"],
    ["acme:token@ghcr.io/acme/api"],
    ["ghcr.io/Acme/api"],
    ["ghcr.io/acme/api:"],
    ["api:1 --pull"],
    [""],
  ])("names image.path when it is at fault (%j)", (path) => {
    const { error } = WebServiceInputs.safeParse({ ...imageProgram, image: { path } });
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual(["image.path"]);
  });

  it.each([
    ["nginx", "docker.io/library/nginx:latest"],
    ["acme/api:1.4", "docker.io/acme/api:1.4"],
    ["localhost:5000/api", "localhost:5000/api:latest"],
    ["ghcr.io/acme/api", "ghcr.io/acme/api:latest"],
    [`ghcr.io/acme/api:1@${digest("c")}`, `ghcr.io/acme/api@${digest("c")}`],
  ])("takes %s for %s", (path, whole) => {
    expect(wholePath(path)).toBe(whole);
    expect(wholePath(whole)).toBe(whole);
    expect(WebServiceInputs.safeParse({ ...imageProgram, image: { path } }).success).toBe(true);
  });
});
