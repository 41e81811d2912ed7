import { expect, it } from "vitest";
import { at, githubWorld } from "./github-world.ts";

async function asking() {
  const { github } = await githubWorld();
  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`${github.url}${path}`, { ...init, headers: { authorization: `token ${github.token}`, ...headers } });
  return { github, ask };
}

it("answers at the root and under /api/v3, each with its own addresses", async () => {
  const { github, ask } = await asking();
  for (const prefix of ["", "/api/v3"]) {
    const answer = (await (await ask(`${prefix}/repos/acme-brains/twin-brains`)).json()) as { url: string };
    expect(answer.url).toBe(`${github.url}${prefix}/repos/acme-brains/twin-brains`);
  }
  const forwarded = await ask("/repos/acme-brains/twin-brains", { "x-forwarded-host": "api.github.com" });
  expect(await forwarded.json()).toMatchObject({ url: "https://api.github.com/repos/acme-brains/twin-brains" });
});

it("tells who the owner is, as clients ask before they begin", async () => {
  const { ask } = await asking();
  expect(await (await ask("/users/acme-brains")).json()).toMatchObject({ type: "Organization" });
  expect(await (await ask("/orgs/acme-brains")).json()).toMatchObject({ login: "acme-brains" });
  expect(await (await ask("/user")).json()).toMatchObject({ login: "ada-admin", type: "User" });
});

it("answers 304 for what a client has already, and 200 once it has changed", async () => {
  const { ask } = await asking();
  const path = "/repos/acme-brains/twin-brains";
  const etag = (await ask(path)).headers.get("etag") ?? "";
  const again = await ask(path, { "if-none-match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  await ask(path, {}, { method: "PATCH", body: JSON.stringify({ description: "new" }) });
  expect((await ask(path, { "if-none-match": etag })).status).toBe(200);
});

it("pages lists with links to the next, the last, the previous and the first", async () => {
  const { github, ask } = await asking();
  for (const name of ["A", "B", "C"])
    await ask(
      "/repos/acme-brains/twin-brains/actions/variables",
      {},
      { method: "POST", body: JSON.stringify({ name, value: name }) },
    );
  const second = await ask("/repos/acme-brains/twin-brains/actions/variables?per_page=1&page=2");
  const at = (number: number, rel: string) =>
    `<${github.url}/repos/acme-brains/twin-brains/actions/variables?per_page=1&page=${number}>; rel="${rel}"`;
  expect(second.headers.get("link")).toBe([at(1, "prev"), at(3, "next"), at(3, "last"), at(1, "first")].join(", "));
  expect(await second.json()).toMatchObject({ total_count: 3, variables: [{ name: "B" }] });
});

it("lets the vendor's client walk all pages", async () => {
  const { as } = await githubWorld();
  const octokit = as("administrator");
  for (const name of ["A", "B", "C"]) await octokit.rest.actions.createRepoVariable({ ...at, name, value: name });
  const all = await octokit.paginate(octokit.rest.actions.listRepoVariables, { ...at, per_page: 1 });
  expect(all.map(({ name }) => name)).toEqual(["A", "B", "C"]);
});

it("carries rate limit, version and request id, and always leaves a request", async () => {
  const { github, ask } = await asking();
  github.state.counters.requests = 100_000;
  const { headers } = await ask("/user");
  expect(headers.get("x-ratelimit-remaining")).toBe("1");
  expect(headers.get("x-github-api-version-selected")).toBe("2022-11-28");
  expect(headers.get("x-github-request-id")).toMatch(/^[0-9A-F]{32}$/);
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
});

it("tells what is wrong with a body in GitHub's words", async () => {
  const { ask } = await asking();
  const post = async (body: string) => {
    const answer = await ask("/repos/acme-brains/twin-brains/rulesets", {}, { method: "POST", body });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await post("{")).toMatchObject({ status: "400", message: "Problems parsing JSON" });
  expect(await post("{}")).toMatchObject({
    status: "422",
    message: 'Invalid request.\n\n"name" wasn\'t supplied.\n"enforcement" wasn\'t supplied.',
  });
});

it("lists the routes that it does not know", async () => {
  const { github, ask } = await asking();
  const answer = await ask("/repos/acme-brains/twin-brains/traffic/views");
  expect([answer.status, await answer.json()]).toEqual([
    404,
    expect.objectContaining({ message: "Not Found", status: "404" }),
  ]);
  expect(github.unknownRoutes()).toEqual(["GET /repos/acme-brains/twin-brains/traffic/views"]);
});
