import { describe, expect, it } from "vitest";
import { openSite } from "../../../release/site/vercel-site.ts";
import { repository, teamId } from "../../rehearsal/vercel/world.ts";
import { domain, flag, projectForTest } from "./project.ts";

describe("what users really get", () => {
  it("S2.3 is nothing known before there is a deployment or a flag", async () => {
    const { site } = await projectForTest();
    expect(await site.reality()).toMatchObject({ production: undefined, flag: undefined, hold: undefined });
  });

  it("S2.3 is the percent in the metadata of the deployment that serves production, whatever the flag says", async () => {
    const { site, deployAt, promote, setByHand, git } = await projectForTest();
    await setByHand("50");
    const { id } = await deployAt(10);
    await promote(id);
    expect(await site.reality()).toMatchObject({
      production: { id, percent: 10, ours: true, state: "READY", commit: git.resolve(repository, "main")?.sha },
      flag: { value: "50", targets: ["production"] },
    });
  });

  it("S2.3 does not change with a deployment that waits for its promotion", async () => {
    const { site, deployAt, promote } = await projectForTest();
    const { id } = await deployAt(0);
    await promote(id);
    await deployAt(10);
    expect((await site.reality()).production).toMatchObject({ id, percent: 0 });
  });

  it("S2.3 is the flag's value where somebody built by hand since the flag was changed", async () => {
    const { site, deploy, promote, setByHand } = await projectForTest();
    await setByHand("50");
    await promote((await deploy()).id);
    expect((await site.reality()).production).toMatchObject({ percent: 50, ours: false });
  });

  it("S2.3 is unknown where the flag was changed after a build by hand", async () => {
    const { site, deploy, promote, setByHand, clock } = await projectForTest();
    await setByHand("10");
    await promote((await deploy()).id);
    clock.advance(1000);
    await setByHand("50");
    expect((await site.reality()).production).toMatchObject({ percent: undefined, ours: false });
  });

  it("S2.3 is the flag's value after a redeploy by hand, which copies the metadata of another percent", async () => {
    const { site, deployAt, deploy, promote, setByHand } = await projectForTest();
    const { id } = await deployAt(10);
    await setByHand("100");
    const again = await deploy({
      deploymentId: id,
      meta: { cutoverPercent: "10", action: "redeploy", originalDeploymentId: id },
    });
    await promote(again.id);
    expect((await site.reality()).production).toMatchObject({ percent: 100, ours: false });
  });

  it.each(["ten", "101", "-1", "1e1", ""])("S2.3 is unknown where the metadata says %j", async (cutoverPercent) => {
    const { site, deploy, promote } = await projectForTest();
    await promote((await deploy({ meta: { cutoverPercent } })).id);
    expect((await site.reality()).production?.percent).toBeUndefined();
  });
});

describe("the flag", () => {
  it("S2.3 is made for Production only, readable, and changed after that", async () => {
    const { site, vercel } = await projectForTest();
    await site.setFlag("0", undefined);
    await site.setFlag("10", undefined);
    expect((await site.reality()).flag).toMatchObject({ value: "10", targets: ["production"], comment: "" });
    const [project] = vercel.store.projects.values();
    expect([...(project?.env.values() ?? [])]).toMatchObject([{ type: "plain", value: "10", target: ["production"] }]);
  });

  it("is not touched where it is as wanted, so that later builds by hand are still known", async () => {
    const { site, clock } = await projectForTest();
    await site.setFlag("10", undefined);
    const before = (await site.reality()).flag;
    clock.advance(60_000);
    await site.setFlag("10", undefined);
    expect((await site.reality()).flag).toEqual(before);
  });

  it("S2.3 loses other targets that somebody gave it", async () => {
    const { site, setByHand } = await projectForTest();
    await setByHand("10", { target: ["production", "preview"] });
    await site.setFlag("10", undefined);
    expect((await site.reality()).flag).toMatchObject({ value: "10", targets: ["production"] });
  });

  it("is not the variable of the same name for previews", async () => {
    const { site, setByHand, vercel } = await projectForTest();
    await setByHand("77", { target: ["preview"] });
    expect((await site.reality()).flag).toBeUndefined();
    await site.setFlag("10", undefined);
    const [project] = vercel.store.projects.values();
    expect([...(project?.env.values() ?? [])].map(({ value, target }) => [value, ...target])).toEqual([
      ["77", "preview"],
      ["10", "production"],
    ]);
  });

  it("shows no value where it is sensitive, and becomes readable when it is set", async () => {
    const { site, setByHand } = await projectForTest();
    await setByHand("50", { type: "sensitive", comment: "ask Ann" });
    expect((await site.reality()).flag).toMatchObject({ value: undefined });
    await site.setFlag("0", undefined);
    expect((await site.reality()).flag).toMatchObject({ value: "0", targets: ["production"], comment: "ask Ann" });
  });

  it("S2.10 carries a hold until it is set without one, beside what people wrote there", async () => {
    const { site, setByHand } = await projectForTest();
    await setByHand("50", { comment: "ask Ann" });
    const hold = { percent: 0, at: new Date("2026-11-21T10:00:00.000Z"), commit: "a".repeat(40) };
    await site.setFlag("0", hold);
    expect(await site.reality()).toMatchObject({ hold, flag: { value: "0", comment: /^ask Ann \[Cutover: held/ } });
    await site.setFlag("0", undefined);
    expect(await site.reality()).toMatchObject({ hold: undefined, flag: { comment: "ask Ann" } });
  });

  it("is gone after it was removed, and removing it again is no error", async () => {
    const { site } = await projectForTest();
    await site.setFlag("0", undefined);
    await site.removeFlag();
    await site.removeFlag();
    expect((await site.reality()).flag).toBeUndefined();
  });
});

describe("promote", () => {
  it("S2.10 moves production's domains without a build, and is done when they point there", async () => {
    const { site, deployAt, served, vercel } = await projectForTest();
    const [twin, ten] = [await deployAt(0), await deployAt(10)];
    await site.promote(ten.id);
    expect(await served()).toBe("10");
    await site.promote(twin.id);
    expect(await served()).toBe("0");
    expect(vercel.store.aliases.get(domain)?.deploymentId).toBe(twin.id);
    expect(vercel.store.deployments.size).toBe(2);
  });

  it("asks for nothing where the deployment serves already", async () => {
    const { site, deployAt, promote, vercel } = await projectForTest();
    const { id } = await deployAt(0);
    await promote(id);
    const [project] = vercel.store.projects.values();
    const before = project?.lastAliasRequest;
    await site.promote(id);
    expect(project?.lastAliasRequest).toBe(before);
  });

  it("S2.10 moves all users at once although somebody switched rolling releases on", async () => {
    const { site, deployAt, served, json } = await projectForTest();
    await site.promote((await deployAt(50)).id);
    const stages = [{ targetPercentage: 10, requireApproval: true }, { targetPercentage: 100 }];
    const config = { enabled: true, advancementType: "manual-approval", stages };
    const switched = await json("PATCH", "/v1/projects/twin-brains/rolling-release/config", config);
    expect(switched.status).toBe(200);
    await site.promote((await deployAt(0)).id);
    expect(await served()).toBe("0");
  });

  it("gives one domain back that somebody pointed elsewhere by hand", async () => {
    const { site, deployAt, served, json } = await projectForTest();
    const [twin, ten] = [await deployAt(0), await deployAt(10)];
    await site.promote(twin.id);
    await json("POST", `/v2/deployments/${ten.id}/aliases`, { alias: domain });
    expect(await served()).toBe("10");
    await site.promote(twin.id);
    expect(await served()).toBe("0");
  });

  it("is done although the answer was lost", async () => {
    const { site, deployAt, served, faults } = await projectForTest();
    const { id } = await deployAt(0);
    faults.add({ kind: "lost", at: "POST /v10/projects/*/promote/*" });
    await site.promote(id);
    expect(await served()).toBe("0");
  });

  it("is asked for again where Vercel failed, and not for ever", async () => {
    const { site, deployAt, served, faults } = await projectForTest();
    const { id } = await deployAt(0);
    faults.add({ kind: "status", at: "POST /v10/projects/*/promote/*", status: 503 });
    await site.promote(id);
    expect(await served()).toBe("0");
    faults.add({ kind: "status", at: "POST /v10/projects/*/promote/*", status: 503, times: 9 });
    await expect(site.promote((await deployAt(10)).id)).rejects.toMatchObject({ code: "VERCEL_FAILED" });
    expect(faults.list()).toMatchObject([{ times: 6 }]);
  });

  it("tells Vercel's reason where the deployment is not ready", async () => {
    const { site, deployAt, faults } = await projectForTest();
    faults.add({ kind: "deploy", at: "twin-brains", state: "ERROR" });
    const { id } = await deployAt(10);
    await expect(site.promote(id)).rejects.toMatchObject({
      code: "VERCEL_REFUSED",
      message: expect.stringContaining("is not ready: its state is ERROR"),
    });
  });
});

describe("builds", () => {
  it("S2.10 are found by their percent: those of the commit first, then the newest", async () => {
    const { site, deploy, deployAt, git, clock } = await projectForTest();
    const sha = git.resolve(repository, "main")?.sha;
    const old = await deployAt(0);
    clock.advance(1000);
    git.push(repository, "main", "Second release");
    const newer = await deployAt(0);
    clock.advance(1000);
    const newest = await deployAt(0);
    await deployAt(10);
    await deploy();
    expect((await site.ready(0, sha)).map(({ id }) => id)).toEqual([old.id, newest.id, newer.id]);
    expect((await site.ready(0, undefined)).map(({ id }) => id)).toEqual([newest.id, newer.id, old.id]);
    expect(await site.ready(50, sha)).toEqual([]);
  });

  it("S2.10 that failed, or whose checks did, are not ready", async () => {
    const { site, deployAt, faults } = await projectForTest();
    for (const state of ["ERROR", "CANCELED", "CHECKS_FAILED"]) {
      faults.add({ kind: "deploy", at: "twin-brains", state });
      await deployAt(0);
    }
    expect(await site.ready(0, undefined)).toEqual([]);
  });

  it("S2.10 build production's commit again with another percent, without traffic", async () => {
    const { site, deployAt, promote, setByHand, served, git, edge } = await projectForTest();
    await setByHand("10");
    await promote((await deployAt(10)).id);
    const before = (await site.reality()).production;
    git.push(repository, "main", "Second release");
    if (!before) throw new Error("nothing serves");
    const twin = await site.build(0, before);
    expect(twin).toMatchObject({ percent: 0, ours: true, state: "READY", commit: before.commit });
    expect(await (await edge.fetch(`https://${twin.url}/`)).json()).toMatchObject({ percent: "0", sha: before.commit });
    expect(await served()).toBe("10");
  });

  it("S2.10 get no domain although the project gives them to each new deployment", async () => {
    const { site, deployAt, promote, json, served } = await projectForTest();
    await promote((await deployAt(10)).id);
    await json("PATCH", "/v9/projects/twin-brains", { autoAssignCustomDomains: true });
    const { production } = await site.reality();
    if (!production) throw new Error("nothing serves");
    await site.build(0, production);
    expect(await served()).toBe("10");
  });

  it("that fail say so", async () => {
    const { site, deployAt, promote, faults } = await projectForTest();
    await promote((await deployAt(10)).id);
    const { production } = await site.reality();
    if (!production) throw new Error("nothing serves");
    faults.add({ kind: "deploy", at: "twin-brains", state: "ERROR" });
    await expect(site.build(0, production)).rejects.toMatchObject({ code: "VERCEL_BUILD_FAILED" });
  });

  it("of another project are not there", async () => {
    const { site, json } = await projectForTest();
    await json("POST", "/v8/projects", { name: "other" });
    const made = await json("POST", "/v13/deployments", { name: "other", project: "other", files: [] });
    expect(await site.deployment(made.body.id)).toBeUndefined();
    expect(await site.deployment("dpl_none")).toBeUndefined();
  });
});

describe("logs", () => {
  it("S2.4 are those of all deployments that served in the window, oldest first, without requests to their own URLs", async () => {
    const { site, deployAt, edge, clock } = await projectForTest();
    const seen = (path: string, host = domain) => edge.fetch(`https://${host}${path}`);
    const [twin, ten] = [await deployAt(0), await deployAt(10)];
    await site.promote(twin.id);
    await seen("/too-early");
    clock.advance(60_000);
    const from = clock.now();
    await seen("/one");
    clock.advance(1000);
    await seen("/smoke", ten.url);
    await site.promote(ten.id);
    await seen("/two");
    clock.advance(1000);
    const to = clock.now();
    await seen("/too-late");
    expect((await site.logs({ from, to })).map(({ message }) => message)).toEqual(["seen /one", "seen /two"]);
  });

  it("longer than what may be read are an error, not a part of them", async () => {
    const { site, deployAt, edge, clock } = await projectForTest({ patience: { logs: { mostLines: 3 } } });
    await site.promote((await deployAt(0)).id);
    for (let line = 0; line < 4; line += 1) await edge.fetch(`https://${domain}/${line}`);
    await expect(site.logs({ from: new Date(0), to: clock.now() })).rejects.toMatchObject({
      code: "VERCEL_LOG_TOO_LONG",
    });
  });
});

describe("Vercel that does not answer as it should", () => {
  it("is asked again where that is safe: 429 with its waiting time, 5xx, lost connections", async () => {
    const { site, faults, deployAt, promote } = await projectForTest();
    await promote((await deployAt(10)).id);
    faults.add({ kind: "status", at: "GET /v9/projects/twin-brains$", status: 429, retryAfterSeconds: 0 });
    faults.add({ kind: "status", at: "GET /v10/projects/twin-brains/env", status: 503 });
    faults.add({ kind: "reset", at: "GET /v13/deployments" });
    faults.add({ kind: "truncated", at: "GET /v13/deployments" });
    expect((await site.reality()).production?.percent).toBe(10);
    expect(faults.list()).toEqual([]);
  });

  it("is not asked twice for a change", async () => {
    const { site, faults } = await projectForTest();
    faults.add({ kind: "status", at: "POST /v10/projects/*/env", status: 503, times: 2 });
    await expect(site.setFlag("10", undefined)).rejects.toMatchObject({ code: "VERCEL_FAILED" });
    expect(faults.list()).toMatchObject([{ times: 1 }]);
  });

  it("is told in three lines, without the token", async () => {
    const { vercel } = await projectForTest();
    const token = "secretVercelToken0000000";
    const site = openSite({ token, baseUrl: vercel.url, team: teamId, project: "twin-brains", flag });
    const error: Error = await site.reality().then(
      () => new Error("it was let in"),
      (caught: Error) => caught,
    );
    expect(error.message.split("\n")).toEqual([
      "VERCEL_FORBIDDEN: Vercel answered 403 forbidden when asked to read the project twin-brains: Not authorized",
      expect.stringMatching(/^ {2}at project twin-brains of team_acmebrains at 127\.0\.0\.1:\d+$/),
      "  fix: give VERCEL_API_TOKEN a token of a member of that team: https://vercel.com/account/settings/tokens",
    ]);
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain(token);
  });

  it("says where to look when the project does not exist", async () => {
    const { vercel } = await projectForTest();
    const site = openSite({ token: vercel.token, baseUrl: vercel.url, team: teamId, project: "none", flag });
    await expect(site.reality()).rejects.toMatchObject({ code: "VERCEL_NOT_FOUND", status: 404 });
  });

  it("ends at once when the asker stops", async () => {
    const { site, faults } = await projectForTest();
    faults.add({ kind: "status", at: "GET /v9/projects", status: 429, retryAfterSeconds: 25 });
    const stop = new AbortController();
    const asking = site.reality(stop.signal);
    stop.abort(new Error("stopped"));
    await expect(asking).rejects.toThrow("stopped");
  });

  it.each([undefined, "", "with space", "with\nline"])("refuses the token %j without showing it", (token) => {
    const open = () => openSite({ token, team: teamId, project: "twin-brains", flag });
    expect(open).toThrow("VERCEL_API_TOKEN_MISSING");
    if (token) expect(open).not.toThrow(token);
  });

  it("refuses to send the token to another address", () => {
    const baseUrl = "https://api.vercel.com.evil.example";
    expect(() => openSite({ token: "t", baseUrl, team: teamId, project: "p", flag })).toThrow(
      "VERCEL_BASE_URL_REFUSED: https://api.vercel.com.evil.example is not an address the API token may be sent to",
    );
  });
});
