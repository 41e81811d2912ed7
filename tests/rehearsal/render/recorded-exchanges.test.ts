import { describe, expect, it } from "vitest";
import { reference } from "./reference.ts";
import { type Json, ownerId, repo, startWorld, webService } from "./render-world.ts";

const file = "render-recorded-exchanges.json";
const recorded: readonly Exchange[] = reference(file) ?? [];

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly variant: string;
  readonly examples: readonly {
    readonly query: string;
    readonly request: Json;
    readonly response: Json;
    readonly rateLimit: string;
  }[];
}

/** Differences in shape between a recording (-) and our answer (+) that are meant, with the reason. */
const deviations: Readonly<Record<string, string>> = {
  "+autoDeployTrigger:string": "recordings of 2024 are older than the field",
  "+service.autoDeployTrigger:string": "recordings of 2024 are older than the field",
  "-serviceDetails.disk:object": "the recorded service had a disk, the replayed one has none",
  "-serviceDetails.disk.id:string": "as above",
  "-serviceDetails.disk.mountPath:string": "as above",
  "-serviceDetails.disk.name:string": "as above",
  "-serviceDetails.disk.sizeGB:number": "as above",
  "-serviceDetails.envSpecificDetails.preDeployCommand:string": "the recorded service had one before it was emptied",
};

const webPaths =
  /^\/v1\/(services(\/\{srv\}(\/(env-vars|secret-files|deploys|scale|autoscaling|custom-domains(\/\{name\})?))?)?|disks(\/\{dsk\})?|(logs\/streams\/resource|notification-settings\/overrides\/services)\/\{srv\}|notification-settings\/owners\/some-owner-id)$/;
const served = recorded.filter(
  ({ method, path, variant }) =>
    webPaths.test(path) &&
    (variant === "" || variant.startsWith("web_service/")) &&
    !(method === "GET" && path === "/v1/services") &&
    // Its own bucket of 500 is of 2024, and a rehearsal notifies nobody.
    !(method === "PATCH" && path.includes("/owners/")),
);

describe.skipIf(recorded.length === 0)(
  `replays of recorded exchanges (skipped without ../shared/vendor/${file})`,
  () => {
    it("cover 35 kinds of call of web services", () => {
      expect(served).toHaveLength(35);
    });

    it.each(served)("$method $path $variant $status answers with the recorded status and shape", async (exchange) => {
      const [example] = exchange.examples;
      if (!example) throw new Error("a recording without an example");
      const world = await startWorld({ deployMs: exchange.status === 202 ? 50 : 4 });
      const id = /\{(srv|dsk)\}|disks/.test(exchange.path) ? await prepare(world, exchange) : "";
      const request = atHome(example.request, id);
      if (request?.repo) world.git.push(request.repo, request.branch, "First release");

      const path = exchange.path
        .replace("/v1", "")
        .replace("{srv}", id)
        .replace("{dsk}", [...world.render.state.services.values()][0]?.settings.disk?.id ?? "")
        .replace("{name}", domain)
        .replace("some-owner-id", ownerId);
      // The state that the recorded call met.
      if (exchange.path.includes("custom-domains") && exchange.method === "DELETE")
        await world.post(path.replace(`/${domain}`, ""), { name: domain });
      if (exchange.path.includes("logs/streams") && exchange.status !== 404) await world.put(path, { setting: "drop" });
      const answer = await world.call(
        exchange.method,
        path,
        exchange.method === "GET" ? undefined : JSON.stringify(request),
      );

      expect(answer.status).toBe(exchange.status);
      expect(answer.headers.get("ratelimit-limit")).toBe(example.rateLimit);
      expect(answer.headers.get("content-type")).toBe(
        example.response === null ? null : "application/json; charset=utf-8",
      );
      expect(answer.headers.get("render-request-id")).toMatch(/./);
      expect(differences(shapeOf(example.response), shapeOf(answer.body))).toEqual([]);
      if (exchange.method !== "GET" && exchange.path !== "/v1/services/{srv}" && !exchange.path.endsWith("deploys"))
        expect(valuesOf(answer.body)).toMatchObject(valuesOf(example.response));
    });
  },
);

const domain = "static-site.example.com";

/** Members whose values differ between any two worlds. */
const ownValues = /^(\w*[iI]d|cursor|\w+At|\w*[uU]rl|slug|sshAddress|autoDeployTrigger)$/;

/** An answer without the values that no two worlds share; nothing for an empty one. */
const valuesOf = (value: Json): Json =>
  JSON.parse(JSON.stringify(value ?? {}, (key, held) => (ownValues.test(key) ? undefined : held)));

/** A service in the state in which the recorded call was made. */
async function prepare(
  world: Awaited<ReturnType<typeof startWorld>>,
  { variant, path, status }: Exchange,
): Promise<string> {
  const runtime = variant.split("/")[1] ?? (status === 201 && path.endsWith("deploys") ? "image" : "node");
  const container = runtime === "docker" || runtime === "image";
  const envSpecificDetails = container ? {} : { buildCommand: "npm install", startCommand: "npm start" };
  const { id } = await world.create(
    {
      ...(runtime === "image" ? { image: { imagePath: "nginx", ownerId }, repo: null, branch: null } : { repo }),
      envVars: ["key1", "key2", "JWT_SECRET"].map((key) => ({ key, value: "v" })),
      secretFiles: [{ name: "file1", content: "c" }],
      serviceDetails: {
        ...webService().serviceDetails,
        runtime,
        envSpecificDetails,
        ...(path.includes("{dsk}") && { disk: { name: "data", mountPath: "/d" } }),
      },
    },
    { settle: status !== 202 || path.endsWith("scale") },
  );
  return id;
}

/** A recorded request with the workspace and service of this world. */
function atHome(request: Json, serviceId: string): Json {
  if (Array.isArray(request) || !request) return request;
  return { ...request, ...(request.ownerId && { ownerId }), ...(request.serviceId && { serviceId }) };
}

/** Every path of a value with its type; all items of a list count as one. */
function shapeOf(value: Json, at = ""): Set<string> {
  const type = value === null ? "null" : typeof value;
  const shape = new Set(at && !Array.isArray(value) ? [`${at}:${type}`] : []);
  const inner = Array.isArray(value)
    ? value.map((item) => [`${at}[]`, item])
    : Object.entries(type === "object" && value ? value : {});
  for (const [key, held] of inner) {
    const path = Array.isArray(value) ? key : at ? `${at}.${key}` : key;
    for (const found of shapeOf(held, path)) shape.add(found);
  }
  return shape;
}

const differences = (theirs: Set<string>, ours: Set<string>): string[] =>
  [...theirs.difference(ours)]
    .map((one) => `-${one}`)
    .concat([...ours.difference(theirs)].map((one) => `+${one}`))
    .filter((one) => !deviations[one]);
