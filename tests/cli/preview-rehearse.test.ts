import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { parseProjection } from "../../review/projection/projection.ts";

const cutover = (args: readonly string[], input = "") =>
  execa(process.execPath, ["cli/cutover.js", "preview", ...args], { reject: false, input, env: { NO_COLOR: "1" } });

const urn = "urn:pulumi:prod::cutover::render:index:WebService::api";
const state = {
  version: 3,
  deployment: {
    resources: [{ urn, type: "render:index:WebService", inputs: { plan: "pro", env: { A: "seeded-7c" } } }],
  },
};

describe("cutover preview project", () => {
  it("prints what of a state may be shown, from standard input", async () => {
    const { exitCode, stdout } = await cutover(["project"], JSON.stringify(state));
    expect(exitCode).toBe(0);
    expect(parseProjection(stdout, "-").resources).toEqual([
      { type: "render:index:WebService", name: "api", settings: { plan: "pro" } },
    ]);
    expect(stdout).not.toContain("seeded-7c");
  });

  it("ends with 2 for what is no state", async () => {
    const { exitCode, stderr } = await cutover(["project"], "{}");
    expect([exitCode, stderr.split(":")[0]]).toEqual([2, "STATE_UNREADABLE"]);
  });
});

describe("cutover preview --rehearse", () => {
  it.each<[string, readonly string[]]>([
    ["cannot write a comment", ["--rehearse", "--comment"]],
    ["takes no configuration from elsewhere", ["--rehearse", "--config-from", "HEAD"]],
    ["is what a projection is for", ["--state-projection", "p.json"]],
    ["needs a projection that is there", ["--rehearse", "--state-projection", "not-there.json"]],
    ["needs a projection that is one", ["--rehearse", "--state-projection", "package.json"]],
  ])("%s: ends with 2 and starts nothing", async (_what, args) => {
    const { exitCode, stdout } = await cutover(args);
    expect([exitCode, stdout]).toEqual([2, ""]);
  });
});
