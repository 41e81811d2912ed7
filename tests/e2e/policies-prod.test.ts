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
  it("keeps every rule, and is advised of what is known", async () => {
    expect(await previewWith({})).toMatchObject({ exitCode: 0, violated: [], advised: KNOWN_ADVICE });
  });

  it("is refused by one rule for one fault, with the place in the file, however that rule is softened", async () => {
    const { exitCode, stdout, violated } = await previewWith({
      "origins.0": "*",
      policy: {
        levels: { "require-explicit-origins": "disabled" },
        exemptions: [exemption(day(40), "require-explicit-origins")],
      },
    });
    expect(exitCode).not.toBe(0);
    expect(violated).toEqual(["require-explicit-origins", "require-valid-exemptions"]);
    expect(stdout).toContain("fix: pulumi config set --path 'cutover:origins[0]' https://app.twin-brains.example");
  });

  it("goes on where rules are advisory, disabled or exempted, and says why and for how long", async () => {
    const { exitCode, violated, advised, stdout } = await previewWith({
      "frontend.engines": "22.x",
      "services.scheduler.startCommand": "python scripts/run_feedback_learning_scheduler.py --min-events 5",
      "env.backend.FEEDBACK_LEARNING_COOLDOWN_MINUTES": "30min",
      policy: {
        levels: { "require-ending-command": "advisory", "require-complete-baseline": "disabled" },
        exemptions: [exemption(day(40)), exemption(day(40), "require-health-check")],
      },
    });
    expect([exitCode, violated]).toEqual([0, []]);
    expect(stdout).toContain(`exempted until ${day(40)}, 40 days left: the app is moved to 22 until then`);
    // The last one is of an exemption that nobody needs.
    const ours = ["require-declared-node-version", "require-ending-command", "require-valid-exemptions"];
    expect(advised).toEqual([...KNOWN_ADVICE, ...ours]);
  });

  it("is refused for advice made mandatory, and for an exemption whose day is over, not for what it excused", async () => {
    const { stdout, violated } = await previewWith({
      "frontend.engines": "22.x",
      policy: {
        levels: { "disallow-ended-node-version": "mandatory" },
        exemptions: [exemption(day(-1))],
      },
    });
    expect(violated).toEqual([...KNOWN_ADVICE, "require-valid-exemptions"]);
    expect(stdout).toContain(`exempted until ${day(-1)}, expired 1 day ago`);
  });
});

describe("an update without the pack", () => {
  it("is stopped by every rule that is never exempt before anything is declared, each told once", async () => {
    const before = rehearsal.world.inventory();
    const { exitCode, all } = await plainUp({
      "origins.0": "*",
      "env.backend.PINECONE_API_KEY": "made-up-value-in-clear-text",
      "services.api.startCommand": "API_TOKEN=made-up-1f9c2b7e4d uvicorn main:app --host 0.0.0.0 --port $PORT",
      "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" },
      "env.frontend.NEXT_PUBLIC_E2E_BYPASS_AUTH": 1,
      policy: { exemptions: [exemption(day(40), "require-explicit-origins")] },
    });
    expect(exitCode).not.toBe(0);
    expect(all).toContain("Refused before any change:");
    for (const rule of [
      "require-explicit-origins",
      "disallow-clear-text-secrets",
      "disallow-secrets-in-commands",
      "disallow-public-secrets",
      "require-no-e2e-bypass",
      "require-valid-exemptions",
    ])
      expect([rule, all.match(new RegExp(`${rule}: `, "g"))]).toMatchObject([rule, { length: 1 }]);
    expect(rehearsal.world.inventory()).toEqual(before);
  });

  it("goes through with what the pack would only refuse", async () => {
    const { exitCode, all } = await plainUp({ policy: { exemptions: [exemption(day(-1))] } });
    expect(exitCode, all).toBe(0);
  });

  // What was earned only the release provider knows; it judges without a pack as well.
  it("gives users nothing while the ladder is edited or a migration runs, which the pack would refuse", async () => {
    const { exitCode, all } = await plainUp({
      "rollout.percent": 10,
      "rollout.ladder.1.dwell": "PT48H",
      "services.api.preDeployCommand": "alembic upgrade head",
    });
    expect(exitCode).not.toBe(0);
    expect(all).toContain("ROLLOUT_REFUSED");
    for (const reason of [/edits its ladder/, /edits which migrations run/]) expect(all).toMatch(reason);
  });
});
