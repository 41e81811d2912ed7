import { z } from "zod";
import { type Scene, Unexpected } from "./scene.ts";

/** Calls Render's API as an operator would with curl, and reads the answer. An empty answer is `undefined`. */
export async function callRender<T>(
  { world }: Scene,
  request: `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`,
  answer: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const [method, path] = request.split(" ");
  const response = await fetch(`${world.render.url}${path}`, {
    method: method ?? "GET",
    headers: { authorization: `Bearer ${world.render.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Unexpected(`${request} answered ${response.status} ${text}; expected 2xx`);
  return answer.parse(text === "" ? undefined : JSON.parse(text));
}

const services = z.array(
  z.object({
    service: z
      .object({ id: z.string(), name: z.string(), serviceDetails: z.object({ url: z.string().default("") }) })
      .transform(({ serviceDetails, ...service }) => ({ ...service, url: serviceDetails.url })),
  }),
);

/** The stack's only service of a type. Its URL is empty where it has none. */
export async function serviceOf(
  scene: Scene,
  type: "web_service" | "background_worker" | "cron_job",
): Promise<{ id: string; name: string; url: string }> {
  const found = await callRender(scene, `GET /services?type=${type}`, services);
  if (found.length !== 1 || !found[0]) throw new Unexpected(`${found.length} services of type ${type}; expected one`);
  return found[0].service;
}

const logs = z.object({ logs: z.array(z.object({ message: z.string() })) });

/** The last lines of a service's log, oldest first. */
export async function lastLines(scene: Scene, serviceId: string, limit = 20): Promise<string[]> {
  const found = await callRender(
    scene,
    `GET /logs?ownerId=${scene.file.owner}&resource=${serviceId}&limit=${limit}`,
    logs,
  );
  return found.logs.map(({ message }) => message).reverse();
}

const deploys = z.array(z.object({ deploy: z.object({ id: z.string(), status: z.string() }) }));

export async function newestDeploy(
  scene: Scene,
  serviceId: string,
): Promise<{ id: string; status: string } | undefined> {
  return (await callRender(scene, `GET /services/${serviceId}/deploys?limit=1`, deploys))[0]?.deploy;
}
