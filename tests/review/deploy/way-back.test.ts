import { describe, expect, it } from "vitest";
import type { FlagHold, Reality } from "../../../release/site/site.ts";
import { wayBack, wayBackOf } from "../../../review/deploy/way-back.ts";
import { repository } from "../../rehearsal/vercel/world.ts";
import { sceneForTest, siteWith } from "../../release/rollback/scene.ts";

const COMMIT = "a1b2c3d".padEnd(40, "0");

interface Given {
  readonly users?: number | undefined;
  readonly flag?: string | undefined;
  readonly hold?: FlagHold;
  readonly deployed?: boolean;
}

function realityOf({ users, flag, hold, deployed = true }: Given): Reality {
  const at = new Date(0);
  const of = { id: "dpl_1", url: "one.vercel.app", createdAt: at, commit: COMMIT, state: "READY", ours: true };
  return {
    production: deployed ? { ...of, percent: users } : undefined,
    flag: flag === undefined ? undefined : { id: "env_1", value: flag, targets: [], comment: "", updatedAt: at },
    hold,
  };
}
const todo = (percent: number, was: number | undefined, given: Given, flagSeen = true) =>
  wayBackOf({ percent, was }, realityOf(given), { flagSeen }).todo;
const held = { percent: 10, at: new Date(0) };

describe("S2.10 whether a commit takes users back", () => {
  it.each<[string, number, number | undefined, Given, "nothing" | "hold" | "back"]>([
    ["a lower percent than users have", 10, 50, { users: 50, flag: "50" }, "back"],
    ["a lower one, whatever it was before", 0, undefined, { users: 100, flag: "100" }, "back"],
    ["one that users have, with the flag up for more", 10, 50, { users: 10, flag: "50" }, "back"],
    ["a lower one than before, where nobody has more yet", 10, 50, { users: 10, flag: "10" }, "hold"],
    ["the same where a rollback holds it already", 10, 50, { users: 10, flag: "10", hold: held }, "nothing"],
    ["the same where a rollback holds it higher", 0, 50, { users: 0, flag: "0", hold: held }, "hold"],
    ["no lower one than before, with more users by hand", 10, 10, { users: 50, flag: "50" }, "nothing"],
    ["a raise to less than users have by hand", 10, 0, { users: 50, flag: "50" }, "nothing"],
    ["what users have", 10, undefined, { users: 10, flag: "10" }, "nothing"],
    ["a raise", 50, 10, { users: 10, flag: "10" }, "nothing"],
    ["one of which nothing tells what users have", 0, 50, { flag: "0" }, "back"],
    ["one before the first deployment", 0, 10, { deployed: false }, "nothing"],
    ["one of a project that has no rollout yet", 0, undefined, {}, "nothing"],
  ])("%s", (_what, percent, was, given, expected) => {
    expect(todo(percent, was, given)).toBe(expected);
  });

  it("goes back where the flag could not be read and nothing tells what users have", () => {
    expect(todo(0, undefined, {}, false)).toBe("back");
  });
});

describe("S2.10 the way back of a commit", () => {
  const sceneOf = async () => {
    const scene = await sceneForTest();
    const go = async (percent: number, was?: number, site = scene.site) =>
      wayBack({ declared: { percent, was }, commit: COMMIT, parts: await scene.parts({ site }) });
    return { ...scene, go };
  };

  it("is a rollback: flag, domains, record, and no pull request for what Git says", async () => {
    const { go, served, site, events, git, inGit, pulls } = await sceneOf();
    git.write(repository, "main", "Back", {
      "Pulumi.prod.yaml": (inGit("main") ?? "").replace("percent:   50", "percent: 0"),
    });
    const went = await go(0, 50);
    expect(went).toMatchObject({
      todo: "back",
      because: "users have 50 %, and 0 % is declared",
      report: { back: true },
    });
    expect([await served(), (await site.reality()).flag?.value]).toEqual(["0", "0"]);
    expect(events).toMatchObject([{ kind: "rolled-back", automatic: false, reason: "lowered in Git by a1b2c3d" }]);
    expect(pulls()).toEqual([]);
  });

  it("changes nothing where users have what is declared", async () => {
    const { go, served, events } = await sceneOf();
    expect(await go(50)).toEqual({ todo: "nothing", because: "users have 50 %, and 50 % is declared" });
    expect(await go(10, 10)).toEqual({
      ...{ todo: "nothing", because: "10 % stays declared; users have 50 %, which its deployment lowers" },
    });
    expect([await served(), events]).toEqual(["50", []]);
  });

  it("never raises", async () => {
    const { go, served, site } = await sceneOf();
    expect(await go(100, 50)).toMatchObject({ todo: "nothing" });
    expect([await served(), (await site.reality()).flag?.value]).toEqual(["50", "50"]);
  });

  it("leaves a hold where a raise may be under way, and takes back what it brought meanwhile", async () => {
    const { go, served, site, zero, fifty, promote } = await sceneOf();
    await promote(zero?.id ?? "");
    await site.setFlag("0", undefined);
    expect(await go(0, 50)).toMatchObject({ todo: "hold" });
    expect((await site.reality()).hold?.percent).toBe(0);

    await site.setFlag("0", undefined);
    let raised = false;
    const setFlag: typeof site.setFlag = async (...flag) => {
      if (!raised) await promote(fifty.id);
      raised = true;
      await site.setFlag(...flag);
    };
    expect(await go(0, 50, siteWith(site, { setFlag }))).toMatchObject({ todo: "back", report: { back: true } });
    expect(await served()).toBe("0");
  });
});
