import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { ReviewedWorld } from "./support/reviewed-world.ts";
import { type ConfigChanges, changeConfig, withConfig } from "./support/stack-config.ts";

describe("cutover deploy, with the real engine", () => {
  let world: ReviewedWorld;
  const said: string[] = [];

  beforeAll(async () => {
    world = await ReviewedWorld.open();
  });
  afterAll(() => world?.rehearsal.close());

  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { exitCode, stdout, stderr } = await world.run(args, env);
    said.push(stdout, stderr);
    return { exitCode, stdout, stderr };
  };
  const deploy = (...args: readonly string[]) => run(["deploy", "--stack", "prod", ...args]);
  const services = () => [...world.rehearsal.world.render.state.services.values()];
  const plans = () => {
    const of = (name: string) => services().find((one) => one.name === name)?.settings.plan;
    return { api: of("twin-brains-api"), worker: of("twin-brains-worker") };
  };
  const chunks = () =>
    services()
      .find(({ name }) => name === "twin-brains-api")
      ?.env.get("CONTENT_EXTRACT_MAX_CHUNKS");
  const merged = async (changes: ConfigChanges) => {
    const { number, preview } = await world.propose(changes);
    expect(preview.exitCode, preview.stderr).toBe(0);
    await world.merge(number);
  };

  it("refuses a plan that nobody reviewed, and changes nothing", async () => {
    await changeConfig(world.rehearsal, { "env.backend.CONTENT_EXTRACT_MAX_CHUNKS": 8 });
    await world.push("main");
    const { exitCode, stdout, stderr } = await deploy();
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toMatch(
      /✗ prod is not deployed: nobody reviewed this plan: no pull request was merged as [0-9a-f]{7}/,
    );
    expect(chunks()).toBe("6");
  });

  it("applies it with a reason, which is in the stack's history and in the job's summary", async () => {
    const summary = join(world.temporary, "..", "summary.md");
    const { exitCode, stderr, stdout } = await run(["deploy", "--stack", "prod", "--accept-drift", "told by hand"], {
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("accepted: told by hand");
    expect(chunks()).toBe("8");
    const history = await world.rehearsal.pulumi(["stack", "history", "--json"]);
    expect(history.stdout).toMatch(/nobody reviewed this plan: .*; accepted: told by hand/);
    expect(readFileSync(summary, "utf8")).toContain("**Not reviewed, accepted:** `told by hand`");
  });

  it("refuses a plan that differs from the reviewed one, says how, and changes nothing", async () => {
    const unreviewed = { "services.scheduler.plan": "standard" };
    await merged({ "services.api.plan": "pro", "services.worker.plan": "pro" });
    const before = plans();
    const { exitCode, stdout } = await withConfig(world.rehearsal, unreviewed, () => deploy());
    expect(exitCode).toBe(1);
    expect(stdout).toContain("the plan is not the one that was reviewed in #");
    expect(stdout).toMatch(
      /in this plan, and not in the reviewed one\n\s+update render:index:CronJob scheduler plan\n/,
    );
    expect(stdout).toMatch(/in both, and different\n\s+config services: with another value\n/);
    expect(plans()).toEqual(before);
  });

  it("leaves no plan behind after Ctrl-C, and has changed nothing", async () => {
    const files = () => readdirSync(world.temporary).filter((name) => name.startsWith("cutover-plan-"));
    const running = await world.start(["deploy", "--stack", "prod"]);
    await eventually(() => expect(files()).toHaveLength(1), 90_000);
    const folder = join(world.temporary, files()[0] ?? "");
    await eventually(() => expect(readdirSync(folder)).toEqual(["plan.json"]), 90_000);
    expect([folder, join(folder, "plan.json")].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
    running.kill("SIGINT");
    expect((await running.ended).exitCode).toBe(130);
    expect(files()).toEqual([]);
    expect(plans()).not.toMatchObject({ api: "pro" });
  });

  it("applies what is left to do of a reviewed plan, of which a part is done already", async () => {
    await withConfig(world.rehearsal, { "services.worker.plan": "standard" }, () =>
      world.rehearsal.pulumi(["up", "--yes", "--skip-preview"]),
    );
    expect(plans()).toEqual({ api: "pro", worker: "standard" });
    const { exitCode, stdout, stderr } = await deploy();
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("the plan is what is left to do of the one that was reviewed");
    expect(plans()).toEqual({ api: "pro", worker: "pro" });
  });

  it("lets the engine end what it is doing after Ctrl-C, and goes on when it is run again", async () => {
    await merged({ "env.backend.CONTENT_EXTRACT_MAX_CHUNKS": 12 });
    world.rehearsal.world.faults.add({ kind: "slow-deploy", at: "twin-brains-api", delayMs: 3_000 });
    const running = await world.start(["deploy", "--stack", "prod"]);
    await eventually(() => expect(running.said()).toMatch(/WebService api updating/), 90_000);
    running.kill("SIGINT");
    const { exitCode, stderr } = await running.ended;
    said.push(running.said());
    expect(exitCode, stderr).toBe(130);
    const { deployment } = JSON.parse((await world.rehearsal.pulumi(["stack", "export"])).stdout);
    expect(deployment.pending_operations ?? []).toEqual([]);
    const again = await deploy();
    expect(again.exitCode, again.stdout + again.stderr).toBe(0);
  });

  it("refuses what policies refuse, whatever is accepted", async () => {
    const { exitCode, stdout } = await withConfig(world.rehearsal, { "origins.0": "*" }, () =>
      deploy("--accept-drift", "it is urgent"),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("require-explicit-origins");
    expect(stdout).toContain("prod is not deployed: policies refuse the plan");
  });

  it("D8 never holds up a lower percent: without GitHub, without a review, against policies", async () => {
    await changeConfig(world.rehearsal, { "rollout.percent": 0, singleChange: true });
    const { exitCode, stdout, stderr } = await run(["deploy", "--stack", "prod"], { GITHUB_TOKEN: "" });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("the plan only takes users back");
    const outputs = await world.rehearsal.pulumi(["stack", "output", "--json"]);
    expect(JSON.parse(outputs.stdout)).toMatchObject({ rolloutPercent: 0 });
  });

  it("shows no secret, and leaves no plan behind", () => {
    expect(said.join("\n").length).toBeGreaterThan(1_000);
    expect(world.rehearsal.secrets.filter((secret) => said.join("\n").includes(secret))).toEqual([]);
    expect(readdirSync(world.temporary).filter((name) => name.startsWith("cutover-plan-"))).toEqual([]);
  });
});
