import { describe, expect, it } from "vitest";
import { openGitHub } from "../../../review/github/client.ts";
import { at, githubWorld } from "../../rehearsal/github/github-world.ts";

const given = { GITHUB_REPOSITORY: "acme-brains/twin-brains", GITHUB_TOKEN: "ghs_made_up" };
const addressOf = async (env: NodeJS.ProcessEnv) =>
  (await openGitHub({ ...given, ...env })).octokit.request.endpoint.DEFAULTS.baseUrl;

describe("the way to GitHub", () => {
  it("is the repository of the workflow, at GitHub", async () => {
    expect((await openGitHub(given)).at).toEqual(at);
    expect(await addressOf({})).toBe("https://api.github.com");
  });

  it.each([
    ["GITHUB_API_URL", "https://github.acme.example/api/v3"],
    ["GITHUB_API_URL", "http://127.0.0.1:4030"],
    ["GITHUB_BASE_URL", "http://127.0.0.1:4030"],
  ])("may lead to an enterprise's own, or to this machine: %s=%s", async (name, url) => {
    expect(await addressOf({ [name]: url })).toBe(url);
  });

  it.each([
    ["GITHUB_API_URL", "http://github.acme.example/api/v3"],
    ["GITHUB_API_URL", "https://user:pass@github.acme.example"],
    ["GITHUB_API_URL", "file:///tmp/x"],
    ["GITHUB_BASE_URL", "https://github.acme.example"],
  ])("sends the token nowhere else: %s=%s", async (name, url) => {
    await expect(addressOf({ [name]: url })).rejects.toMatchObject({ code: "GITHUB_BASE_URL_REFUSED" });
  });

  it.each([
    [{ ...given, GITHUB_REPOSITORY: "" }, "GITHUB_REPOSITORY is not set"],
    [{ ...given, GITHUB_REPOSITORY: "../x/y" }, "GITHUB_REPOSITORY is not set"],
    [{ ...given, GITHUB_TOKEN: " " }, "GITHUB_TOKEN is not set"],
  ])("says what is missing, and how to set it", async (env, what) => {
    await expect(openGitHub(env)).rejects.toMatchObject({ code: "GITHUB_NOT_GIVEN" });
    await expect(openGitHub(env)).rejects.toThrow(what);
  });

  it("asks again where GitHub fails, but never posts twice", async () => {
    const { github, faults } = await githubWorld();
    const client = await openGitHub({ ...given, GITHUB_TOKEN: github.tokens.developer, GITHUB_BASE_URL: github.url });
    faults.add({ kind: "status", at: "GET /repos/*/*", status: 502 });
    expect((await client.octokit.rest.repos.get(at)).status).toBe(200);
    faults.add({ kind: "status", at: "POST /repos/*/*/issues", status: 502 });
    await expect(client.octokit.rest.issues.create({ ...at, title: "once" })).rejects.toMatchObject({ status: 502 });
  });
});
