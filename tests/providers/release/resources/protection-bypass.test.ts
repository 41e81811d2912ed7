import { describe, expect, it, vi } from "vitest";
import { Secret } from "../../../../providers/protocol/wire.ts";
import { releaseWorld } from "../support/world.ts";

// Each test starts a Vercel and an engine's side; a loaded machine takes seconds for that.
vi.setConfig({ testTimeout: 30_000 });

/** Nothing here asks the database. */
const unused = { recorderUrl: "postgres://cutover_recorder:x@127.0.0.1:9/postgres", readerUrl: "" } as never;

describe("a way through Deployment Protection", () => {
  it("S2.3 lets the stack's own checks reach a staged deployment that is closed to others", async () => {
    const { bypass, place, json, deployAt, edge } = await releaseWorld(unused);
    await json("PATCH", "/v9/projects/twin-brains", { ssoProtection: { deploymentType: "all_except_custom_domains" } });
    const { url } = await deployAt(0);
    const { secret } = await bypass.up(place);
    expect(secret).toBeInstanceOf(Secret);
    expect((await edge.fetch(`https://${url}/`)).status).toBe(401);
    const headers = { "x-vercel-protection-bypass": String((secret as Secret).value) };
    expect((await edge.fetch(`https://${url}/`, { headers })).status).toBe(200);
  });

  it("is made once, found again after a crash, made anew where somebody revoked it, and revoked when deleted", async () => {
    const { bypass, place, json } = await releaseWorld(unused);
    const secrets = async () =>
      Object.keys((await json("GET", "/v9/projects/twin-brains")).body.protectionBypass ?? {});
    await bypass.up(place);
    bypass.takeOver({ id: "", inputs: {}, outputs: {} });
    await bypass.up(place);
    const [first, ...more] = await secrets();
    expect([first, more]).toEqual([(bypass.outputs.secret as Secret).value, []]);
    await json("PATCH", "/v1/projects/twin-brains/protection-bypass", { revoke: { secret: first, regenerate: false } });
    await bypass.refresh();
    expect(bypass.id).toBe("");
    await bypass.up(place);
    expect(await secrets()).not.toEqual([first]);
    await bypass.destroy();
    expect(await secrets()).toEqual([]);
  });
});
