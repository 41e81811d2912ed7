import { expect, it } from "vitest";
import { built, repository, teamId, vercelForTest } from "./world.ts";

const [org = "", repo = ""] = repository.split("/");
const hour = 3_600_000;

it("S2.4 shows no runtime log that is older than the plan keeps", async () => {
  const world = await vercelForTest();
  const { vercel, request, edge, clock } = world;
  await request("POST", `/v11/projects?teamId=${teamId}`, {
    name: "twin-brains",
    gitRepository: { type: "github", repo: repository },
  });
  const gitSource = { type: "github", org, repo, ref: "main" };
  const asked = { name: "twin-brains", project: "twin-brains", target: "production", gitSource };
  const answer = await request("POST", `/v13/deployments?teamId=${teamId}`, asked);
  const { id } = (await answer.json()) as { id: string };
  await built(world, id);
  const seen = async () => {
    const path = `/v1/projects/twin-brains/deployments/${id}/runtime-logs?teamId=${teamId}`;
    const text = await (await request("GET", path)).text();
    const rows = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { message: string });
    return rows.map(({ message }) => message);
  };
  await edge.fetch("https://twin-brains.vercel.app/before");
  clock.advance(2 * hour);
  await edge.fetch("https://twin-brains.vercel.app/after");

  expect(await seen()).toEqual(["seen /before", "seen /after"]);
  vercel.keepLogsFor(hour);
  expect(await seen()).toEqual(["seen /after"]);
});
