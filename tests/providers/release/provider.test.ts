import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { describe, expect, it } from "vitest";
import { packageSchema } from "../../../providers/protocol/schema.ts";
import { releaseClient } from "../../../providers/release/client.ts";
import { release, VERSION } from "../../../providers/release/provider.ts";
import { ask, rpc, TestEngine } from "../protocol/engine.ts";

describe("the release provider", () => {
  it("describes its resources to other languages", () => {
    const { resources } = packageSchema(release) as { resources: Record<string, { requiredInputs: string[] }> };
    expect(Object.keys(resources)).toEqual([
      "release:index:Rollout",
      "release:index:Promotion",
      "release:index:ProtectionBypass",
    ]);
    expect(resources["release:index:Rollout"]?.requiredInputs).toEqual(["projectId", "flag", "percent", "subject"]);
  });

  it("marks the way through Deployment Protection as a secret", () => {
    const schema = JSON.stringify(packageSchema(release));
    expect(JSON.parse(schema).resources["release:index:ProtectionBypass"].properties.secret).toMatchObject({
      secret: true,
    });
  });

  it("takes its settings from the environment alone, and needs none before a call does", async () => {
    const client = releaseClient({});
    expect(client.keepsEvidence).toBe(false);
    await expect(client.site({ projectId: "prj_1", flag: "FLAG" })).rejects.toThrow(/VERCEL_API_TOKEN_MISSING/);
  });

  it("sends no token to an address that is neither Vercel's nor loopback", async () => {
    const client = releaseClient({ VERCEL_API_TOKEN: "x".repeat(24), VERCEL_BASE_URL: "https://vercel.example" });
    await expect(client.site({ projectId: "prj_1", flag: "FLAG" })).rejects.toThrow(/VERCEL_BASE_URL_REFUSED/);
    await expect(client.bypass({ projectId: "prj_1" })).rejects.toThrow(/VERCEL_BASE_URL_REFUSED/);
  });

  it("records who did it: in a workflow, the account that started it and its commit", async () => {
    const commit = "c".repeat(40);
    expect(await releaseClient({ GITHUB_ACTOR: "ada", GITHUB_SHA: commit }).author()).toEqual({ actor: "ada", commit });
  });
});

it("has an executable that the engine can start, and that serves on the port it prints", async () => {
  const engine = await TestEngine.start();
  const executable = fileURLToPath(new URL("../../../providers/release/pulumi-resource-release", import.meta.url));
  const child = execa(executable, [engine.address], { reject: false, env: { PATH: dirname(process.execPath) } });
  const [port] = await once(createInterface({ input: child.stdout }), "line");
  const info = await ask(await engine.connect(Number(port)), rpc.getPluginInfo, new empty.Empty());
  expect(info.getVersion()).toBe(VERSION);
  engine.close();
  expect(await child).toMatchObject({ exitCode: 0, stderr: "" });
});
