import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Section } from "../../../rehearsal/page/views/view.ts";
import { viewOf } from "../../../rehearsal/page/views/world.ts";
import { addService, madeFor, type Served, serveWorld } from "./world.ts";

let served: Served;
let id: string;
beforeAll(async () => {
  served = await serveWorld();
  id = await addService(served, { OPENAI_API_KEY: "sk-never-to-be-seen" });
});
afterAll(() => served[Symbol.asyncDispose]());

const look = () =>
  viewOf({ name: "kept", stack: "prod", startedAt: new Date() }, served.world, (text) => text.replaceAll("x", "?"));
const section = (name: string): Section => {
  const found = look().sections.find((one) => one.id === name);
  if (!found) throw new Error(`no section ${name}`);
  return found;
};
const rows = (name: string) => {
  const { content } = section(name);
  return content.kind === "table" ? content.rows : [];
};
const push = async (message: string, app: object = {}) => {
  served.world.git.push(madeFor.repository, madeFor.branch, message, app);
  await served.world.render.settled();
};

describe("the view of a world", () => {
  it("has the names of variables and no value", () => {
    const { content } = section("env");
    const [fold] = content.kind === "folds" ? content.folds : [];
    expect(fold?.body).toMatchObject({ kind: "names", names: [{ name: "JWT_SECRET" }, { name: "OPENAI_API_KEY" }] });
    expect(JSON.stringify(look())).not.toContain("sk-never-to-be-seen");
  });

  it("says which service is live, from which commit, under which name", () => {
    const head = served.world.git.resolve(madeFor.repository, madeFor.branch);
    expect(rows("services")[0]).toMatchObject([
      { text: "twin-brains-api", sub: "web service" },
      { status: { tone: "good", word: "live" } },
      { code: head?.sha.slice(0, 7) },
      { code: "twin-brains-api.onrender.com" },
    ]);
  });

  it("needs a look while the newest deploy has failed, and is well again after the next", async () => {
    await push("Break", { buildFailure: ["no such package"] });
    expect(look()).toMatchObject({
      verdict: { tone: "bad", word: "Needs a look" },
      problems: ["The newest deploy of twin-brains-api ended in build_failed."],
    });
    expect(rows("services")[0]?.[1]).toEqual({
      status: { tone: "bad", word: "newest failed" },
      sub: "the one before is live",
    });
    await push("Fix");
    expect(look()).toMatchObject({ verdict: { tone: "good", word: "All well" }, problems: [] });
  });

  it("tells what is special about a commit", async () => {
    await push("Refactor imports", { processors: false });
    expect(rows("deploys")[0]?.[3]?.sub).toBe("Refactor imports · processors: false");
    await push("Fix imports");
  });

  it("says that a service is suspended, and that a deploy is under way", async () => {
    await served.render("POST", `/services/${id}/suspend`);
    expect(rows("services")[0]?.[1]).toEqual({ status: { tone: "still", word: "suspended" } });
    await served.render("POST", `/services/${id}/resume`);
    served.world.git.push(madeFor.repository, madeFor.branch, "Under way");
    expect(look().verdict).toEqual({ tone: "busy", word: "Under way" });
    await served.world.render.settled();
  });

  it("hides in log lines what is to be hidden", async () => {
    await push("Break", { buildFailure: ["exit"] });
    const { content } = section("logs");
    expect(JSON.stringify(content)).toContain("e?it");
    await push("Fix");
  });

  it("lists faults that wait, and requests that nobody answered", async () => {
    served.world.faults.add({ kind: "deploy", at: "twin-brains-api", times: 2 });
    const { url, token } = served.world.vercel;
    await fetch(`${url}/v99/nothing`, { headers: { authorization: `Bearer ${token}` } });
    expect(rows("faults")).toEqual([[{ code: '{"kind":"deploy","at":"twin-brains-api"}' }, { text: "2" }]]);
    expect(rows("unanswered")).toEqual([[{ code: "GET /v99/nothing" }]]);
    expect(look().problems).toEqual(["Nobody in this world answers GET /v99/nothing."]);
    served.world.faults.clear();
  });

  it("says which percent production was built with, and which build is the zero twin", async () => {
    const { url, token } = served.world.vercel;
    const vercel = async (path: string, body: object) => {
      const answer = await fetch(`${url}${path}?teamId=${madeFor.team}`, {
        ...{ method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } },
        body: JSON.stringify(body),
      });
      expect(answer.ok).toBe(true);
      await served.world.vercel.settled();
    };
    const gitRepository = { type: "github", repo: "acme-brains/twin-brains" };
    await vercel("/v11/projects", { name: "twin-brains", gitRepository });
    const [{ id } = { id: "" }] = served.world.vercel.store.projects.values();
    const gitSource = { type: "github", org: "acme-brains", repo: "twin-brains", ref: "main" };
    for (const cutoverPercent of ["0", "10"])
      await vercel("/v13/deployments", {
        ...{ project: id, target: "production", gitSource },
        meta: { cutoverPercent },
      });

    expect(look().tiles).toContainEqual(expect.objectContaining({ note: "2 deployments, 10 % built in" }));
    expect(rows("deployments").map((row) => [row[1]?.sub, row[2]])).toMatchObject([
      ["production, 10 % built in", { status: { word: "production" } }],
      ["production, 0 % built in", { status: { word: "zero twin" } }],
    ]);
  });

  it("shows pull requests with the checks of their heads", async () => {
    const { url, token } = served.world.github;
    const github = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const answer = await fetch(`${url}/repos/acme-brains/twin-brains${path}`, {
        ...{ method: "POST", headers },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(201);
    };
    served.world.git.push(madeFor.repository, "wildcard", "Allow everybody");
    await github("/pulls", { title: "Allow <all> origins", head: "wildcard", base: "main" });
    const sha = served.world.git.resolve(madeFor.repository, "wildcard")?.sha;
    await github(`/statuses/${sha}`, { state: "failure", context: "preview" });
    expect(rows("pulls")).toEqual([
      [
        { text: "#1", sub: "twin-brains" },
        { status: { tone: "busy", word: "open" }, sub: "wildcard → main" },
        { sub: "Allow <all> origins" },
        { status: { tone: "bad", word: "failure" }, sub: "preview: failure" },
      ],
    ]);
  });
});
