import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { checkStackFile } from "../../config/stack-file.ts";
import { engineEnvironment } from "../../engine/environment.ts";
import { staging } from "../config/baseline.ts";
import { PulumiProject } from "./support/pulumi.ts";

let project: PulumiProject;
let file: string;
let encryption: string;

beforeAll(async () => {
  project = await PulumiProject.create({ program: "" });
  file = join(project.folder, "Pulumi.test.yaml");
  encryption = await readFile(file, "utf8");
});
afterAll(() => project?.remove());

const gateWithSecret = {
  name: "asked",
  http: { target: "api", request: { path: "/me", headers: { authorization: { secret: "SMOKE_TOKEN" } } } },
};

describe("the command that a fault of the configuration prints", () => {
  it.each<[what: string, changes: Record<string, unknown>]>([
    ["a misspelt value", { "services.api.plan": "startr" }],
    ["a number written as text", { "services.api.instances": "3" }],
    ["a text written as a number", { "frontend.engines": 20 }],
    ["a near miss of a key", { "services.api.startComand": "it's $PORT", "services.api.startCommand": undefined }],
    ["a near miss of the kind", { "services.api.runtme": "node", "services.api.runtime": undefined }],
    ["a missing section", { services: undefined, "env.backend.REDIS_URL": undefined }],
    ["a service that deploys by itself", { "services.api.autoDeploy": "commit" }],
    ["a variable that is shared and not", { "env.worker": { DEV_MODE: true } }],
    ["a schedule that is none", { "services.scheduler.schedule": "hourly" }],
    ["a worker without a command", { "services.worker.startCommand": undefined }],
    ["an unknown way to deploy", { deploys: "vendors" }],
    ["a text where a list belongs", { origins: "*" }],
    ["a list where a value belongs", { "env.backend.A": ["a"] }],
    ["a name that cannot be used", { "env.backend.LOG-LEVEL": "info" }],
    ["a secret's name that is no text", { "env.backend.A": { secret: 5 } }],
    ["a percent off the ladder", { "rollout.percent": 40 }],
    ["a step that does not ascend", { "rollout.ladder.2.percent": 10 }],
    ["a checkpoint after its step", { "rollout.ladder.1.checkpoints": [{ at: ["PT30M", "PT2H"] }] }],
    ["a schedule longer than its step", { "rollout.legacy": { deprecated: { dwell: "PT12H" } } }],
    ["a gate that is not there", { "rollout.ladder.1.gates": ["success rat"] }],
    ["a step that is not there", { "rollout.gates": [{ name: "quiet", complaints: {}, steps: [100, 40] }] }],
    ["a misspelt step", { "rollout.gates": [{ name: "quiet", complaints: {}, steps: [100, "removd"] }] }],
    ["a criterion without a condition", { "rollout.rollbackWhen": [{ name: "loud", complaints: {} }] }],
    ["a secret in a gate", { "rollout.gates": [gateWithSecret] }],
    ["a secret in clear", { secrets: { JWT_SECRET: "in clear" } }],
    ["an encrypted value in the wrong place", { "env.backend.A": { secure: "v1:abc" } }],
  ])("repairs %s, run in a shell by the real engine", async (_what, changes) => {
    await writeStack({ secrets: undefined, ...changes });
    const [fault, ...more] = (await check()).faults;
    expect(more).toEqual([]);

    await run(fault?.fix ?? "");

    expect((await check()).faults).toEqual([]);
  });

  it("repairs a percent that was set without --path", async () => {
    await writeStack({ secrets: undefined });
    await run("pulumi config set cutover:rollout.percent 50 --stack test");
    const [fault] = (await check()).faults;

    await run(fault?.fix ?? "");

    expect((await check()).faults).toEqual([]);
    expect(parse(await readFile(file, "utf8")).config["cutover:rollout"].percent).toBe(50);
  });
});

async function writeStack(changes: Record<string, unknown>): Promise<void> {
  const sections = Object.entries(staging(changes)).map(([key, value]) => [`cutover:${key}`, value]);
  await writeFile(file, `${encryption}${stringify({ config: Object.fromEntries(sections) })}`);
}

async function check() {
  return checkStackFile(await readFile(file, "utf8"), "test");
}

/** As an operator would: pasted into a shell, a secret typed when asked. */
async function run(command: string): Promise<void> {
  const { env } = engineEnvironment({
    ...process.env,
    PULUMI_BACKEND_URL: `file://${join(project.folder, "state")}`,
    PULUMI_HOME: join(project.folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "only for tests",
  });
  await execa("/bin/sh", ["-c", command], { cwd: project.folder, env, extendEnv: false, input: "typed-by-hand\n" });
}
