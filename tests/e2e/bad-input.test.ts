import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { project, start } from "./support/world.ts";

describe("bad input changes nothing", () => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
  });
  afterAll(() => rehearsal.close());

  const set = (path: string, value: string) => rehearsal.pulumi(["config", "set", "--path", path, value]);

  /** A preview and an update of the same input both fail, telling `words`; nothing exists afterwards. */
  async function isRefused(words: readonly (string | RegExp)[]) {
    for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const run = await start(rehearsal, args);
      expect(run.exitCode).not.toBe(0);
      for (const word of words) expect(run.all).toMatch(word);
      expect(run.all).not.toMatch(/\n\s+at .*\.ts:\d+/);
      expect(rehearsal.secrets.filter((secret) => run.all.includes(secret))).toEqual([]);
    }
    expect(Object.values(rehearsal.world.inventory()).flat()).toEqual([]);
  }

  it("names several faults at once, unknown keys with the nearest known one, and shows no secret", async () => {
    await set("cutover:services.api.helthCheckPath", "/health");
    await set("cutover:services.api.plan", "startr");
    await set("cutover:rollout.percent", "33");
    await set("cutover:app.repository", "not-a-url");
    await isRefused([
      /helthCheckPath/,
      /healthCheckPath/,
      /services\.api\.plan/,
      /rollout\.percent/,
      /app\.repository/,
    ]);
    await rehearsal.pulumi(["config", "rm", "--path", "cutover:services.api.helthCheckPath"]);
    await set("cutover:services.api.plan", "standard");
    await set("cutover:rollout.percent", "0");
    await set("cutover:app.repository", rehearsal.file.repository);
  });

  it("names a secret that is not set, and how to set it", async () => {
    await set("cutover:env.backend.EXTRA_KEY.secret", "NEVER_SET");
    await isRefused([/NEVER_SET/, /pulumi config set --secret --path cutover:secrets\.NEVER_SET/]);
    await rehearsal.pulumi(["config", "rm", "--path", "cutover:env.backend.EXTRA_KEY"]);
  });

  it("says which token is missing", async () => {
    const run = await start(rehearsal, ["up", "--yes", "--skip-preview"], ["RENDER_API_KEY"]);
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toContain("RENDER_API_KEY");
    expect(rehearsal.world.inventory().services).toEqual([]);
  });

  it("refuses to send a token to another host than Render or loopback", async () => {
    const elsewhere = { ...rehearsal, env: { ...rehearsal.env, RENDER_BASE_URL: "https://elsewhere.example/v1" } };
    const run = await start(elsewhere, ["preview"]);
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toContain("elsewhere.example");
  });

  it("says that a stack file cannot be read as YAML", async () => {
    const broken = join(rehearsal.world.folder, "broken.yaml");
    await writeFile(broken, "config:\n  cutover:app: {name: [\n");
    const run = await start({ ...rehearsal, env: { ...rehearsal.env, PULUMI_OPTION_CONFIG_FILE: broken } }, [
      "preview",
    ]);
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toMatch(/broken\.yaml|yaml/i);
  });
});
