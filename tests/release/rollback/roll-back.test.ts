import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { flushJournal } from "../../../release/rollback/settle.ts";
import { flag } from "../site/project.ts";
import { committed, sceneForTest, siteWith } from "./scene.ts";

// Each has a Vercel, a GitHub and their clients, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const branch = "cutover/rollback-prod";

describe("a rollback", () => {
  it("S2.10 gives production's domains to the zero twin, without a build, and holds the flag at 0", async () => {
    const { back, served, site, zero, vercel } = await sceneForTest();
    const report = await back();
    expect(await served()).toBe("0");
    expect(report).toMatchObject({
      from: 50,
      to: 0,
      back: true,
      serving: { id: zero?.id },
      domain: { status: 200 },
      left: [],
    });
    expect(await site.reality()).toMatchObject({ flag: { value: "0" }, hold: { percent: 0 } });
    expect(vercel.store.deployments.size).toBe(2);
  });

  it("S2.10 stops promotions before it moves users, and asks others only after that", async () => {
    const { back, site, evidence } = await sceneForTest();
    const calls: string[] = [];
    const told = siteWith(site, {
      setFlag: (...given) => {
        calls.push(`flag ${given[0]}`);
        return site.setFlag(...given);
      },
      promote: (...given) => {
        calls.push("promote");
        return site.promote(...given);
      },
    });
    const history = () => {
      calls.push("evidence");
      return evidence.history();
    };
    await back({}, { site: told, evidence: { ...evidence, history } });
    expect(calls.slice(0, 3)).toEqual(["flag 0", "promote", "evidence"]);
  });

  it("S2.10 needs no reason, and keeps one that is given", async () => {
    const { back, events } = await sceneForTest();
    await back({ reason: "slower than before" });
    expect(events).toMatchObject([
      {
        kind: "rolled-back",
        from: { percent: 50 },
        to: { percent: 0 },
        automatic: false,
        reason: "slower than before",
        actor: "ann",
      },
      { kind: "pull-request" },
    ]);
  });

  it("S2.10 works with the evidence, GitHub and the domain out of reach, and leaves what is missing to a later command", async () => {
    const { back, served, state, github, project, env, events, parts, pulls } = await sceneForTest();
    state.down = true;
    const report = await back({ reason: "it burns" }, { env: { ...env, GITHUB_BASE_URL: "http://127.0.0.1:9/" } });
    expect(await served()).toBe("0");
    expect(report).toMatchObject({ back: true, pullRequest: null });
    expect(report.left).toEqual([
      "the record of it: EVIDENCE_UNREACHABLE: it is down",
      expect.stringMatching(/^the pull request: /),
    ]);
    const file = report.journal ?? "";
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain(github.token);

    state.down = false;
    const flushed = await flushJournal(await parts());
    expect(flushed.left).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(["rolled-back", "pull-request"]);
    expect(events).toMatchObject([{ reason: "it burns" }, {}]);
    expect(pulls()).toHaveLength(1);
    expect(await readdir(join(project, ".cutover", "rollbacks"))).toEqual([]);
  });

  it("S2.10 leaves the record to a later command also where the flag could not be held", async () => {
    const { site, env, back, parts, evidence, events, state, pulls } = await sceneForTest();
    await evidence.record({ kind: "arrived", position: { percent: 50, legacy: "serving" } }, { actor: "ann" });
    state.down = true;
    const token = env.GITHUB_TOKEN;
    delete env.GITHUB_TOKEN;
    const unheld = siteWith(site, { setFlag: () => Promise.reject(new Error("variables cannot be changed")) });
    const report = await back({}, { site: unheld });
    expect([report.back, report.flagFailure, report.journal]).toEqual([true, expect.any(String), expect.any(String)]);
    state.down = false;
    env.GITHUB_TOKEN = token;
    const { left } = await flushJournal(await parts());
    expect(left).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(["arrived", "rolled-back", "pull-request"]);
    expect(pulls()).toHaveLength(1);
  });

  it("S2.10 leaves nothing to do for a rollout that has moved on since", async () => {
    const { back, site, state, parts, events, project } = await sceneForTest();
    state.down = true;
    await back();
    state.down = false;
    await site.setFlag("0", undefined);
    expect(await flushJournal(await parts())).toMatchObject({ done: [], left: [] });
    expect(events).toEqual([]);
    expect(await readdir(join(project, ".cutover", "rollbacks"))).toEqual([]);
  });

  it("S2.10 warns where the old version is declared removed", async () => {
    const text = committed.replace("percent:   50", "legacy: {state: removed}\n    percent: 100");
    const { back, inGit } = await sceneForTest({ text });
    expect(await back()).toMatchObject({
      back: true,
      left: [expect.stringContaining("Pulumi.prod.yaml declares it removed; bring its backend back")],
    });
    expect(inGit(branch)).toContain("legacy: {state: serving}\n    percent: 0 ");
  });

  it("S2.10 does not wait for a database that takes connections and says nothing", async () => {
    const { parts } = await sceneForTest();
    const { rollBack } = await import("../../../release/rollback/roll-back.ts");
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const silent = () => {
      asked.resolve();
      return new Promise<never>(() => {});
    };
    const evidence = { history: silent, record: silent, recordCheckpoint: silent, close: async () => {} };
    const running = rollBack({ to: 0, automatic: false }, await parts({ evidence, signal: stop.signal }));
    await asked.promise;
    stop.abort();
    expect(await running).toMatchObject({
      back: true,
      left: ["the record of it: stopped while waiting for it", "the pull request: stopped before it"],
    });
  });

  it("S2.10 goes to an earlier step where one is named", async () => {
    const { back, deployAt, served, site, inGit } = await sceneForTest();
    await deployAt(10);
    expect(await back({ to: 10 })).toMatchObject({ back: true, from: 50, to: 10 });
    expect(await served()).toBe("10");
    expect(await site.reality()).toMatchObject({ flag: { value: "10" }, hold: { percent: 10 } });
    expect(inGit(branch)).toContain("percent:   10 ");
  });

  it("S2.10 builds the same commit again where no build with that percent is ready", async () => {
    const { back, served, site, fifty, lines } = await sceneForTest({ twin: false });
    const commit = (await site.deployment(fifty.id))?.commit;
    const report = await back();
    expect(await served()).toBe("0");
    expect(report).toMatchObject({ back: true, serving: { commit } });
    expect(lines).toContainEqual(expect.stringMatching(/^no build with 0 % is ready; building [0-9a-f]{7} again/));
  });

  it("S2.10 takes an older build with that percent before it builds", async () => {
    const { back, served, git, deployAt, promote, zero } = await sceneForTest();
    git.push("acme-brains/twin-brains", "main", "Second release");
    await promote((await deployAt(100)).id);
    expect(await back()).toMatchObject({ from: 100, serving: { id: zero?.id } });
    expect(await served()).toBe("0");
  });

  it("S2.10 tries the next build where the best one cannot be promoted", async () => {
    const { back, deployAt, clock, site, served, zero } = await sceneForTest();
    clock.advance(1000);
    const newer = await deployAt(0);
    const refusing = siteWith(site, {
      promote: (id, signal) =>
        id === newer.id ? Promise.reject(new Error("it was deleted")) : site.promote(id, signal),
    });
    expect(await back({}, { site: refusing })).toMatchObject({ back: true, serving: { id: zero?.id } });
    expect(await served()).toBe("0");
  });

  it("S2.10 builds anew where none of the ready builds can be promoted", async () => {
    const { back, deployAt, site, served, vercel } = await sceneForTest();
    for (let build = 0; build < 4; build += 1) await deployAt(0);
    const known = [...vercel.store.deployments.keys()];
    const refusing = siteWith(site, {
      promote: (id, signal) =>
        known.includes(id) ? Promise.reject(new Error("it expired")) : site.promote(id, signal),
    });
    const report = await back({}, { site: refusing });
    expect(known).not.toContain(report.serving?.id);
    expect(await served()).toBe("0");
  });
});

describe("Vercel in trouble", () => {
  it("S2.10 is asked again, for each call that fails once", async () => {
    const { back, served, site, faults } = await sceneForTest();
    for (const at of [
      "GET /v9/projects",
      "GET /v10/projects",
      "PATCH /v9/projects/*/env",
      "POST /v10/projects/*/promote",
      "GET /v7/deployments",
    ])
      faults.add({ kind: "status", at, status: 503 });
    expect(await back()).toMatchObject({ back: true, flagFailure: null });
    expect(await served()).toBe("0");
    expect((await site.reality()).flag?.value).toBe("0");
    expect(faults.list()).toEqual([]);
  });

  it("S2.10 that refuses to change the flag does not keep users from going back", async () => {
    const { back, served, faults } = await sceneForTest();
    faults.add({ kind: "status", at: "PATCH /v9/projects/*/env", status: 403, times: 100 });
    expect(await back()).toMatchObject({ back: true, flagFailure: expect.stringContaining("VERCEL_FORBIDDEN") });
    expect(await served()).toBe("0");
  });

  it("S2.10 that never answers about variables does not keep users waiting for what else it can do", async () => {
    const { site, back, served } = await sceneForTest();
    const { timeout } = AbortSignal;
    const waits = vi.spyOn(AbortSignal, "timeout");
    onTestFinished(() => waits.mockRestore());
    const never = (signal?: AbortSignal) =>
      new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    const mute = siteWith(site, { reality: never, setFlag: (_value, _hold, signal) => never(signal) });
    waits.mockImplementation((ms) => timeout.call(AbortSignal, ms === 25_000 ? 100 : ms));
    expect(await back({}, { site: mute })).toMatchObject({ from: 50, back: true, flagFailure: expect.any(String) });
    expect(await served()).toBe("0");
  });

  it("S2.10 that tells nothing of variables does not keep users from going back", async () => {
    const { back, served, faults } = await sceneForTest();
    faults.add({ kind: "status", at: "GET /v10/projects/*/env", status: 403, times: 100 });
    expect(await back()).toMatchObject({
      from: 50,
      back: true,
      flagFailure: expect.stringContaining("VERCEL_FORBIDDEN"),
    });
    expect(await served()).toBe("0");
  });

  it("S2.10 that never answers is an error, which says nothing of success", async () => {
    const { back, site } = await sceneForTest();
    const never = () => Promise.reject(new Error("VERCEL_UNREACHABLE: it is down"));
    const down = siteWith(site, { reality: never, serving: never });
    await expect(back({}, { site: down })).rejects.toThrow("VERCEL_UNREACHABLE");
  });
});

describe("somebody else at the same time", () => {
  it("S2.10 two rollbacks at once leave users at 0, one pull request and a hold", async () => {
    const { back, served, pulls, site } = await sceneForTest();
    const reports = await Promise.all([back(), back()]);
    expect(reports).toMatchObject([{ back: true }, { back: true }]);
    expect(await served()).toBe("0");
    expect(pulls()).toHaveLength(1);
    expect((await site.reality()).hold).toMatchObject({ percent: 0 });
  });

  it("S2.10 a promotion that overtakes it is taken back", async () => {
    const { back, served, site, promote, fifty, lines } = await sceneForTest();
    let overtaken = 0;
    const racing = siteWith(site, {
      promote: async (id, signal) => {
        await site.promote(id, signal);
        overtaken += 1;
        if (overtaken <= 2) await promote(fifty.id);
      },
    });
    expect(await back({}, { site: racing })).toMatchObject({ back: true });
    expect(overtaken).toBe(3);
    expect(await served()).toBe("0");
    expect(lines).toContainEqual(`${fifty.id} was promoted meanwhile; pointing production's domains back`);
  });

  it("S2.10 a promotion that ends while it records is taken back too", async () => {
    const { back, served, evidence, promote, fifty } = await sceneForTest();
    const late = {
      ...evidence,
      record: async (...given: Parameters<typeof evidence.record>) => {
        if (given[0].kind === "rolled-back") await promote(fifty.id);
        return evidence.record(...given);
      },
    };
    expect(await back({}, { evidence: late })).toMatchObject({ back: true });
    expect(await served()).toBe("0");
  });

  it("S2.10 one who promotes again and again is named", async () => {
    const { back, site, promote, fifty } = await sceneForTest();
    const racing = siteWith(site, {
      promote: async (id, signal) => {
        await site.promote(id, signal);
        await promote(fifty.id);
      },
    });
    await expect(back({}, { site: racing })).rejects.toMatchObject({
      code: "ROLLBACK_OVERTAKEN",
      message: expect.stringContaining(fifty.id),
    });
  });
});

describe("a second run", () => {
  it("S2.10 changes nothing at Vercel and Git, and records nothing again", async () => {
    const { back, events, pulls, site, vercel, inGit } = await sceneForTest();
    const first = await back();
    const before = { reality: await site.reality(), events: [...events], text: inGit(branch) };
    const second = await back();
    expect(second).toMatchObject({ back: true, left: [], pullRequest: first.pullRequest });
    expect(await site.reality()).toEqual(before.reality);
    expect(events).toEqual(before.events);
    expect(inGit(branch)).toBe(before.text);
    expect(pulls()).toHaveLength(1);
    expect(vercel.store.deployments.size).toBe(2);
  });

  it("S2.10 asks for no second explanation, but a rollback of another try does", async () => {
    const { back, events, evidence, promote, fifty } = await sceneForTest();
    await back();
    await evidence.record({ kind: "explained", cause: "x", fix: "y" }, { actor: "ann" });
    await back();
    const kinds = () => events.map(({ kind }) => kind);
    expect(kinds()).toEqual(["rolled-back", "pull-request", "explained"]);
    await promote(fifty.id);
    await back();
    expect(kinds()).toEqual(["rolled-back", "pull-request", "explained", "rolled-back", "pull-request"]);
  });

  it("S2.10 ends what a first one began that was killed after it set the flag", async () => {
    const { back, site, served, events } = await sceneForTest();
    await site.setFlag("0", { percent: 0, at: new Date() });
    expect(await back()).toMatchObject({ back: true });
    expect(await served()).toBe("0");
    expect(events).toMatchObject([{ kind: "rolled-back", from: { percent: 50 } }, { kind: "pull-request" }]);
  });

  it("S2.10 ends what a first one began that was killed after the domains moved", async () => {
    const { back, site, zero, events, pulls } = await sceneForTest();
    await site.setFlag("0", { percent: 0, at: new Date() });
    await site.promote(zero?.id ?? "");
    expect(await back()).toMatchObject({ back: true, already: false });
    expect(events).toMatchObject([{ kind: "rolled-back", from: { percent: 50 }, to: { percent: 0 } }, {}]);
    expect(pulls()).toHaveLength(1);
  });

  it("is nothing where users, flag and file have 0 and nobody holds", async () => {
    const { back, site, zero, events, pulls } = await sceneForTest({
      text: committed.replace("percent:   50", "percent: 0"),
    });
    await site.setFlag("0", undefined);
    await site.promote(zero?.id ?? "");
    expect(await back()).toMatchObject({ already: true, back: true });
    expect([events, pulls(), (await site.reality()).hold]).toEqual([[], [], undefined]);
  });

  it("S2.10 stops a promotion that has set the flag, and not moved users yet", async () => {
    const { back, site, zero } = await sceneForTest({ text: committed.replace("percent:   50", "percent: 0") });
    await site.promote(zero?.id ?? "");
    await site.setFlag("10", undefined);
    expect(await back()).toMatchObject({ already: false, back: true });
    expect(await site.reality()).toMatchObject({ flag: { value: "0" }, hold: { percent: 0 } });
  });
});

describe("what is no rollback", () => {
  it.each([
    [100, "ROLLBACK_UP: users have 50 %, so 100 % would be a promotion"],
    [20, "ROLLBACK_NO_STEP: 20 % is no step of the ladder: 0, 10, 50, 100"],
  ])("to %i is refused, with nothing changed", async (to, message) => {
    const { back, served, site } = await sceneForTest();
    await expect(back({ to })).rejects.toThrow(message);
    expect(await served()).toBe("50");
    expect(await site.reality()).toMatchObject({ flag: { value: "50" }, hold: undefined });
  });

  it("S2.10 to 10 is refused where nothing tells what users have; to 0 is not", async () => {
    const { back, served, deploy, promote, setByHand, clock } = await sceneForTest();
    const { id } = await deploy();
    await promote(id);
    clock.advance(1000);
    await setByHand("50");
    await expect(back({ to: 10 })).rejects.toThrow("ROLLBACK_UNKNOWN");
    expect(await back()).toMatchObject({ from: null, back: true });
    expect(await served()).toBe("0");
  });
});

describe("a stack's file", () => {
  it("S2.10 keeps nobody from going back by faults that a rollback does not care about", async () => {
    const text = `${committed}    minSamples: many\n  cutover:smokeChecks: {}\n  cutover:deploys: nobody\n`;
    const { back, served } = await sceneForTest({ text });
    expect(await back()).toMatchObject({ back: true });
    expect(await served()).toBe("0");
  });

  it("without the flag cannot be used, and says where", async () => {
    await expect(
      sceneForTest({ text: committed.replace(`flag: ${flag}`, "") }).then(({ back }) => back()),
    ).rejects.toThrow("CONFIG_INVALID: rollout.flag is missing or cannot be used");
  });
});
