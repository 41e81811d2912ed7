import { z } from "zod";
import { type Scene, Unexpected } from "../../story/scene.ts";
import { waitFor } from "../../story/wait.ts";
import { productionOf, projectOf } from "./production.ts";

/**
 * What a person does in Vercel's dashboard: changes the flag, redeploys the production deployment, promotes the new one.
 * @returns the new deployment's id
 */
export async function deployByHand(
  scene: Pick<Scene, "world" | "file">,
  percent: number,
  name = "V2_ROLLOUT_PERCENT",
): Promise<string> {
  const { id: projectId, name: site, env } = projectOf(scene);
  const flag = [...env.values()].find(({ key }) => key === name);
  if (!flag) throw new Unexpected(`the project has no flag; expected ${name}`);
  await callVercel(scene, "PATCH", `/v9/projects/${projectId}/env/${flag.id}`, z.unknown(), { value: String(percent) });
  const request = {
    deploymentId: productionOf(scene).deployment.id,
    name: site,
    target: "production",
    meta: { action: "redeploy" },
  };
  const { id } = await callVercel(scene, "POST", "/v13/deployments?forceNew=1", z.object({ id: z.string() }), request);
  await waitFor("the redeployment", async () => {
    const { readyState } = await callVercel(
      scene,
      "GET",
      `/v13/deployments/${id}`,
      z.object({ readyState: z.string() }),
    );
    return readyState === "READY" ? readyState : undefined;
  });
  await callVercel(scene, "POST", `/v10/projects/${projectId}/promote/${id}`, z.undefined());
  return id;
}

async function callVercel<T>(
  { world, file }: Pick<Scene, "world" | "file">,
  method: "GET" | "POST" | "PATCH",
  path: string,
  answer: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const url = new URL(path, world.vercel.url);
  url.searchParams.set("teamId", file.team);
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${world.vercel.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Unexpected(`${method} ${path} answered ${response.status} ${text}; expected 2xx`);
  return answer.parse(text === "" ? undefined : JSON.parse(text));
}
