import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { advised, type ConfigChanges, violated, withConfig } from "./support/stack-config.ts";
import { project, start } from "./support/world.ts";

/** Since Node 20 is over, which the app that is deployed still runs on. */
const KNOWN_ADVICE = ["disallow-ended-node-version"];

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await openRehearsal({ project, stack: "prod" });
});
afterAll(() => rehearsal?.close());

const previewWith = async (changes: ConfigChanges) => {
  const { exitCode, stdout } = await withConfig(rehearsal, changes, () => rehearsal.pulumi(["preview"]));
  return { exitCode, stdout, violated: violated(stdout), advised: advised(stdout) };
};

/** A plain `pulumi up`, as somebody has it who does not know of the pack. */
const plainUp = (changes: ConfigChanges) =>
  withConfig(rehearsal, changes, () =>
    start(rehearsal, ["up", "--yes", "--skip-preview"], ["PULUMI_OPTION_POLICY_PACK"]),
  );

const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
const exemption = (until: string, rule = "require-declared-node-version") => ({
  rule,
  resource: "twin-brains",
  reason: "the app is moved to 22 until then",
  until,
});

describe("the first preview of prod, where everything is new", () => {
  const another = { "frontend.engines": "22.x" };

  it("keeps every rule, and is advised of what is known", async () => {
    expect(await previewWith({})).toMatchObject({ exitCode: 0, violated: [], advised: KNOWN_ADVICE });
  });

  it("is refused by one rule for one fault, with the place in the file", async () => {
    const { exitCode, stdout, violated } = await previewWith({ "origins.0": "*" });
    expect(exitCode).not.toBe(0);
    expect(violated).toEqual(["require-explicit-origins"]);
    expect(stdout).toContain("fix: pulumi config set --path 'cutover:origins[0]' https://app.twin-brains.example");
  });

  it.each([
    ["advisory", [...KNOWN_ADVICE, "require-declared-node-version"]],
    ["disabled", KNOWN_ADVICE],
  ])("goes on where the stack makes a rule %s", async (level, advised) => {
    const changes = { ...another, policy: { levels: { "require-declared-node-version": level } } };
    expect(await previewWith(changes)).toMatchObject({ exitCode: 0, violated: [], advised });
  });

  it("is refused where the stack makes advice mandatory", async () => {
    const { violated } = await previewWith({ policy: { levels: { "disallow-ended-node-version": "mandatory" } } });
    expect(violated).toEqual(KNOWN_ADVICE);
  });

  it("goes on with an exemption, and says why and for how long", async () => {
    const changes = { ...another, policy: { exemptions: [exemption(day(40))] } };
    const { stdout, ...rest } = await previewWith(changes);
    expect(rest).toEqual({ exitCode: 0, violated: [], advised: [...KNOWN_ADVICE, "require-declared-node-version"] });
    expect(stdout).toContain(`exempted until ${day(40)}, 40 days left: the app is moved to 22 until then`);
  });

  it("is refused for an exemption whose day is over, and not for what it excused", async () => {
    const changes = { ...another, policy: { exemptions: [exemption(day(-1))] } };
    const { stdout, violated } = await previewWith(changes);
    expect(violated).toEqual(["require-valid-exemptions"]);
    expect(stdout).toContain(`exempted until ${day(-1)}, expired 1 day ago`);
  });

  it("is advised of an exemption that nobody needs", async () => {
    const { exitCode, advised } = await previewWith({ policy: { exemptions: [exemption(day(40))] } });
    expect([exitCode, advised]).toEqual([0, [...KNOWN_ADVICE, "require-valid-exemptions"]]);
  });

  it("is refused for a softened rule that guards safety, which judges all the same", async () => {
    const changes = {
      "origins.0": "*",
      policy: {
        levels: { "require-explicit-origins": "disabled" },
        exemptions: [exemption(day(40), "require-explicit-origins")],
      },
    };
    expect((await previewWith(changes)).violated).toEqual(["require-explicit-origins", "require-valid-exemptions"]);
  });
});

describe("an update without the pack", () => {
  it.each<[string, ConfigChanges]>([
    ["require-explicit-origins", { "origins.0": "*" }],
    ["disallow-clear-text-secrets", { "env.backend.OPENAI_API_KEY": "made-up-value-in-clear-text" }],
    [
      "disallow-secrets-in-commands",
      { "services.api.startCommand": "API_TOKEN=made-up-1f9c2b7e4d uvicorn main:app --host 0.0.0.0 --port $PORT" },
    ],
    ["disallow-public-secrets", { "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" } }],
    ["require-no-e2e-bypass", { "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1 }],
    ["require-valid-exemptions", { policy: { exemptions: [exemption(day(40), "require-explicit-origins")] } }],
  ])("is stopped by %s before anything is declared", async (rule, changes) => {
    const before = rehearsal.world.inventory();
    const { exitCode, all } = await plainUp(changes);
    expect(exitCode).not.toBe(0);
    expect(all).toContain("Refused before any change:");
    expect(all.match(new RegExp(`${rule}: `, "g"))).toHaveLength(1);
    expect(rehearsal.world.inventory()).toEqual(before);
  });

  it("goes through with what the pack would only refuse", async () => {
    const { exitCode, all } = await plainUp({ policy: { exemptions: [exemption(day(-1))] } });
    expect(exitCode, all).toBe(0);
  });

  it("is stopped by a second value of the flag, as a fault of the configuration", async () => {
    const { exitCode, all } = await plainUp({ "env.frontend.V2_ROLLOUT_PERCENT": 50 });
    expect(exitCode).not.toBe(0);
    expect(all).toContain(
      "env.frontend.V2_ROLLOUT_PERCENT is 50; expected no value here: cutover:rollout sets this flag",
    );
  });

  // What was earned only the release provider knows; it judges without a pack as well.
  it.each<[string, RegExp, ConfigChanges]>([
    ["require-earned-promotion", /the step that is due is 10 %/, { "rollout.percent": 50 }],
    ["disallow-loosened-ladder", /ladder|gates/, { "rollout.percent": 10, "rollout.ladder.1.dwell": "PT48H" }],
    [
      "disallow-migration-with-promotion",
      /migration/,
      { "rollout.percent": 10, "services.api.preDeployCommand": "alembic upgrade head" },
    ],
  ])("gives users nothing that %s refuses", async (_rule, reason, changes) => {
    const { exitCode, all } = await plainUp(changes);
    expect(exitCode).not.toBe(0);
    expect(all).toContain("ROLLOUT_REFUSED");
    expect(all).toMatch(reason);
  });
});
