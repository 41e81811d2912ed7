import { beforeEach, describe, expect, it } from "vitest";
import { MARKER } from "../../../../providers/render/resources/marker.ts";
import { eventually } from "../../../support/eventually.ts";
import { OWNER, program, REPO, type Stack, startWorld, URN, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
});
const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no error",
    (error: Error) => error.message,
  );
const creations = () => world.writes().filter((call) => call === "POST /services");

describe("a deploy that fails", () => {
  it("S0.5 keeps id and state and shows commit, status, the log's last lines and what to do", async () => {
    const commit = world.git.push(REPO, "main", "Break it", { buildFailure: ["ModuleNotFoundError: processors"] });
    const message = await messageOf(stack.up(program));
    const [service] = world.render.state.services.values();
    expect(stack.id).toBe(service?.id);
    expect(stack.state).toMatchObject({ deployStatus: "build_failed", commitId: commit.sha });
    expect(message).toMatch(
      new RegExp(
        `^RENDER_DEPLOY_FAILED: deploy dep-\\w+ of twin-brains-api \\(commit ${commit.sha.slice(0, 8)} "Break it"\\) ended as build_failed after \\d+ s: the build failed$`,
        "m",
      ),
    );
    expect(message).toContain("  | ModuleNotFoundError: processors");
    expect(message).toContain("  fix: correct what the lines say and push");
  });

  it("S0.9 shows why a new version is not healthy", async () => {
    world.git.push(REPO, "main", "Unhealthy", { healthStatus: 503 });
    const message = await messageOf(stack.up(program));
    expect(message).toContain("ended as update_failed");
    expect(message).toContain("  | ERROR: health check answers 503");
  });

  it("starts a new deploy at the next up although nothing changed, and never a second service", async () => {
    world.git.push(REPO, "main", "Break it", { buildFailure: ["no"] });
    await messageOf(stack.up(program));
    const failed = stack.state.deployId;
    expect(stack.preview(program)).toEqual({ changes: [], unknown: ["deployId", "deployStatus", "commitId"] });
    world.git.push(REPO, "main", "Repair it");
    const state = await stack.up(program);
    expect(state.deployStatus).toBe("live");
    expect(state.deployId).not.toBe(failed);
    expect(stack.reasons).toEqual([]);
    expect(creations()).toHaveLength(1);
  });

  it("is a fault again on refresh until a deploy is live", async () => {
    await stack.up(program);
    world.faults.add({ kind: "deploy", at: program.name, state: "update_failed" });
    await messageOf(stack.up({ ...program, plan: "pro" }));
    await stack.refresh();
    expect(stack.reasons.join()).toMatch(/the newest deploy dep-\w+ of twin-brains-api .* ended as update_failed/);
    await stack.up({ ...program, plan: "pro" });
    await stack.refresh();
    expect(stack.reasons).toEqual([]);
  });

  it.each(["pre_deploy_failed", "canceled"])("is reported as %s", async (state) => {
    world.faults.add({ kind: "deploy", at: program.name, state });
    expect(await messageOf(stack.up(program))).toContain(`ended as ${state}`);
    expect(stack.state.deployStatus).toBe(state);
  });

  it("is reported also when its log cannot be read", async () => {
    world.faults.add({ kind: "deploy", at: program.name, state: "build_failed" });
    world.faults.add({ kind: "status", at: "GET /v1/logs", status: 403 });
    const message = await messageOf(stack.up(program));
    expect(message).toContain("ended as build_failed");
    expect(message).toContain("  its log could not be read: GET /logs was answered with 403");
  });

  it("does not show env values that the log has", async () => {
    const env = { ...program.env, KEY: "sk-live-abcdef" };
    const leak = `token=sk-live-abcdef and ${Buffer.from("sk-live-abcdef").toString("base64")}`;
    world.git.push(REPO, "main", "Leak it", { buildFailure: [leak] });
    const message = await messageOf(stack.up({ ...program, env }));
    expect(message).toContain("token=[secret] and [secret]");
    expect(message).not.toContain("sk-live-abcdef");
  });

  it("shows no value of an env group or of a secret file that the program does not declare", async () => {
    const { client, git } = world;
    const envVars = [{ key: "SHARED_KEY", value: "sk-shared-abcdef" }];
    const { id } = await client.envGroups.create({ name: "shared", ownerId: OWNER, envVars }, []);
    await stack.up({ ...program, envGroups: [id] });
    await client.secretFiles.put(stack.id ?? "", "key.pem", "pem-of-somebody");
    git.push(REPO, "main", "Leak it", { buildFailure: ["found sk-shared-abcdef and pem-of-somebody"] });
    const message = await messageOf(stack.up({ ...program, envGroups: [id], plan: "pro" }));
    expect(message).toContain("  | found [secret] and [secret]");
    await stack.refresh();
    expect(stack.reasons.join()).toContain("  | found [secret] and [secret]");
  });

  it("shows no part of a value where a long line of the log is cut", async () => {
    const env = { ...program.env, KEY: "sk-live-abcdefghijklmnop" };
    world.git.push(REPO, "main", "Leak it", { buildFailure: [`${"x".repeat(490)}${env.KEY}`] });
    const message = await messageOf(stack.up({ ...program, env }));
    expect(message).toContain(`${"x".repeat(490)}[secret]`);
    expect(message).not.toContain("sk-live");
  });
});

describe("an interruption", () => {
  it("keeps the id of a service whose deploy was waited for, and goes on waiting for that deploy", async () => {
    world = await startWorld({ deployMs: 300 });
    stack = world.stack();
    const stop = new AbortController();
    const pushed = stack.progress.push.bind(stack.progress);
    stack.progress.push = (line) => {
      if (line.startsWith("deploy")) stop.abort(new Error("Ctrl-C"));
      return pushed(line);
    };
    expect(await messageOf(stack.up(program, stop.signal))).toMatch(
      /^RENDER_INTERRUPTED: Ctrl-C; deploy dep-\w+ goes on at Render$/m,
    );
    const { deployId } = stack.state;
    expect(stack.id).toMatch(/^srv-/);
    const state = await stack.up(program);
    expect(state).toMatchObject({ deployId, deployStatus: "live" });
    expect(world.writes()).toEqual(["POST /services"]);
  });
});

describe("a create that was killed", () => {
  it("finds its half-made service by the marker, goes on with it and its deploy, and makes no second one", async () => {
    world = await startWorld({ deployMs: 300 });
    const first = world.stack();
    const begun = first.up(program);
    await eventually(() => expect(first.progress).not.toEqual([]));
    const again = world.stack();
    const state = await again.up(program);
    expect(again.id).toBe(world.render.state.services.keys().next().value);
    expect(state).toEqual(await begun);
    expect(world.writes()).toEqual(["POST /services"]);
    expect(again.progress[0]).toContain("was begun by an earlier run that was stopped");
  });

  it("deploys the settings that a run applied which was killed as well before it deployed them", async () => {
    await stack.up(program);
    await world.client.services.patch(stack.id ?? "", { serviceDetails: { plan: "pro" } });
    world.sent.length = 0;
    const state = await world.stack().up({ ...program, plan: "pro" });
    expect(world.writes()).toEqual([`POST /services/${stack.id}/deploys`]);
    expect(state).toMatchObject({ deployStatus: "live" });
    expect(state.deployId).not.toBe(stack.state.deployId);
  });

  it("makes it be as the program says now, with one deploy", async () => {
    await world.stack().up(program);
    world.sent.length = 0;
    const given = { ...program, plan: "pro", env: { ...program.env, NEW: "1" } };
    const again = world.stack();
    await again.up(given);
    const id = again.id;
    expect(world.writes()).toEqual([
      `PATCH /services/${id}`,
      `PUT /services/${id}/env-vars/NEW`,
      `POST /services/${id}/deploys`,
    ]);
    await again.refresh();
    expect(again.preview(given).changes).toEqual([]);
  });

  it("does not take a predecessor in another region for its own", async () => {
    await stack.up(program);
    expect(await messageOf(world.stack().up({ ...program, region: "ohio" }))).toContain("RENDER_NAME_TAKEN");
  });
});

describe("an answer that is lost", () => {
  it("finds the service that was made all the same", async () => {
    world.faults.add({ kind: "lost", at: "POST /v1/services", status: 502 });
    await stack.up(program);
    expect(world.render.inventory().services).toEqual([program.name]);
    expect(creations()).toHaveLength(1);
  });

  it("creates again when nothing was made", async () => {
    world.faults.add({ kind: "status", at: "POST /v1/services", status: 503 });
    await stack.up(program);
    expect(world.render.inventory().services).toEqual([program.name]);
  });

  it("finds the deploy that was started all the same", async () => {
    await stack.up(program);
    world.sent.length = 0;
    world.faults.add({ kind: "lost", at: `POST /v1/services/${stack.id}/deploys`, status: 502 });
    await stack.up({ ...program, plan: "pro" });
    expect(world.writes().filter((call) => call.endsWith("/deploys"))).toHaveLength(1);
    expect(stack.state.deployStatus).toBe("live");
  });

  it("starts the deploy again when none was started", async () => {
    await stack.up(program);
    world.faults.add({ kind: "status", at: `POST /v1/services/${stack.id}/deploys`, status: 500 });
    await stack.up({ ...program, plan: "pro" });
    expect(stack.state.deployStatus).toBe("live");
  });

  const changed = { ...program, env: { ...program.env, NEW: "1" } };

  it.each([
    ["", async () => {}],
    ["also after a refresh", () => stack.refresh()],
  ])("deploys at the next up what was changed when the deploy could not be started %s", async (_, meanwhile) => {
    await stack.up(program);
    world.faults.add({ kind: "status", at: `POST /v1/services/${stack.id}/deploys`, status: 403 });
    expect(await messageOf(stack.up(changed))).toContain("RENDER_FORBIDDEN");
    await meanwhile();
    world.sent.length = 0;
    expect(stack.preview(changed)).toEqual({ changes: [], unknown: ["deployId", "deployStatus", "commitId"] });
    await stack.up(changed);
    expect(world.writes()).toEqual([`POST /services/${stack.id}/deploys`]);
    expect(world.render.state.deploys.get(stack.state.deployId)?.snapshot?.env).toMatchObject({ NEW: "1" });
    await stack.refresh();
    expect(stack.reasons).toEqual([]);
  });

  it("keeps the old inputs when Render refuses the change, so that nothing is deployed for it", async () => {
    await stack.up(program);
    const before = stack.known;
    world.faults.add({ kind: "status", at: `PATCH /v1/services/${stack.id}`, status: 400 });
    expect(await messageOf(stack.up({ ...program, plan: "pro" }))).toContain("RENDER_BAD_REQUEST");
    expect(stack.known).toEqual(before);
    world.sent.length = 0;
    await stack.up(program);
    expect(world.writes()).toEqual([]);
  });
});

describe("a name that is taken", () => {
  const body = {
    ...{ type: "web_service", name: program.name, ownerId: OWNER, repo: REPO, branch: "main" },
    serviceDetails: { runtime: "docker" },
  };

  it("is an error that says how to import, and the other's service is never recorded", async () => {
    const { service } = await world.client.services.create(body, []);
    expect(await messageOf(stack.up(program))).toBe(
      [
        `RENDER_NAME_TAKEN: a service named "twin-brains-api" exists in workspace ${OWNER} (${service.id}; it was not made by Pulumi)`,
        `  at ${URN}`,
        `  fix: pulumi import render:index:WebService api ${service.id} (to manage it from here), or choose another name`,
      ].join("\n"),
    );
    expect(stack.id).toBeUndefined();
    expect(world.writes()).toEqual(["POST /services"]);
  });

  it("names the resource that the other service was made for", async () => {
    const urn = URN.replace("prod", "staging");
    await world.stack(urn).up(program);
    expect(await messageOf(stack.up(program))).toContain(`it was made for the resource ${urn}`);
  });

  it("is found out also when somebody takes it between the look and the creation", async () => {
    const { services } = world.client;
    const create = services.create.bind(services);
    services.create = async (...args) => {
      services.create = create;
      await create(body, []);
      return create(...args);
    };
    expect(await messageOf(stack.up(program))).toContain("RENDER_NAME_TAKEN");
    expect(stack.id).toBeUndefined();
  });
});

it("keeps its marker out of inputs: nobody can set it", () => {
  const env = { ...program.env, [MARKER]: "x" };
  expect(stack.resource.inputs.safeParse({ ...program, env }).error?.issues[0]).toMatchObject({
    path: ["env", MARKER],
  });
});
