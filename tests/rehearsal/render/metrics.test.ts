import { describe, expect, it } from "vitest";
import { type Json, repo, startWorld } from "./render-world.ts";

const started = async () => {
  const world = await startWorld();
  const { id } = await world.create({ serviceDetails: { plan: "standard", disk: { name: "d", mountPath: "/d" } } });
  const host = "twin-brains-api.onrender.com";
  for (const path of ["/health", "/health", "/nowhere"]) await world.visit(host, path);
  const last = async (path: string): Promise<Json> => {
    const { body } = await world.get(`/metrics/${path}${path.includes("?") ? "&" : "?"}resource=${id}`);
    return body.map(({ labels, values, unit }: Json) => ({
      labels: Object.fromEntries(labels.map(({ field, value }: Json) => [field, value])),
      sum: values.reduce((sum: number, { value }: Json) => sum + value, 0),
      last: values.at(-1)?.value,
      unit,
    }));
  };
  return { ...world, id, host, last };
};

describe("figures of requests", () => {
  it("S2.8 count what came in from outside, by status code and host", async () => {
    const { last, host } = await started();

    expect(await last("http-requests")).toMatchObject([{ sum: 3 }]);
    expect(await last("http-requests?aggregateBy=statusCode")).toMatchObject([
      { labels: { statusCode: "200" }, sum: 2 },
      { labels: { statusCode: "404" }, sum: 1 },
    ]);
    expect(await last(`http-requests?host=${host}&path=/nowhere`)).toMatchObject([{ sum: 1 }]);
    expect(await last("http-requests?host=other.example")).toEqual([]);
  });

  it("S2.8 tell quantiles of latency, and bandwidth", async () => {
    const { last, get, id } = await started();
    const lines = await last("http-latency?quantile=0.5,0.99");

    expect(lines.map(({ labels }: Json) => labels.quantile)).toEqual(["0.5", "0.99"]);
    expect(lines[0].last).toBeGreaterThan(0);
    expect(lines[0].last).toBeLessThanOrEqual(lines[1].last);
    expect((await last("bandwidth"))[0].sum).toBeGreaterThan(0);
    const { data } = (await get(`/metrics/bandwidth-sources?resource=${id}`)).body;
    expect(data.map(({ labels }: Json) => labels.trafficSource)).toEqual(["total", "http"]);
  });

  it("name what can be filtered by", async () => {
    const { get, id, host } = await started();

    expect((await get(`/metrics/filters/http?resource=${id}`)).body).toEqual([
      { filter: "host", values: [host] },
      { filter: "statusCode", values: ["200", "404"] },
    ]);
    expect((await get(`/metrics/filters/path?resource=${id}`)).body).toEqual(["/health", "/nowhere"]);
    expect((await get(`/metrics/filters/application?resource=${id}`)).body).toEqual([
      { filter: "instance", values: [expect.stringMatching(`^${id}-.{5}$`)] },
    ]);
  });
});

describe("figures of instances", () => {
  it("are within the limits of the plan", async () => {
    const { last } = await started();
    const [cpu, memory] = [(await last("cpu"))[0].last, (await last("memory"))[0].last];

    expect((await last("cpu-limit"))[0].last).toBe(1);
    expect((await last("memory-limit"))[0].last).toBe(2 * 1024 ** 3);
    expect(cpu).toBeGreaterThan(0);
    expect(cpu).toBeLessThan(1);
    expect(memory).toBeLessThan(2 * 1024 ** 3);
    expect((await last("instance-count"))[0].last).toBe(1);
    expect((await last("disk-capacity"))[0].last).toBe(1024 ** 3);
    expect((await last("disk-usage"))[0].last).toBeLessThan(1024 ** 3);
  });

  it("S2.7 show a memory that grows with its commit, until another deploy", async () => {
    const { get, git, post, create, render, clock } = await startWorld({ traits: { memoryGrowth: 10 } });
    const { id } = await create({ serviceDetails: { plan: "standard" } });
    const percentNow = async () => {
      const start = new Date(clock.now().getTime() - 60_000).toISOString();
      const [line] = (await get(`/metrics/memory?resource=${id}&startTime=${start}`)).body;
      return (100 * line.values.at(-1).value) / (2 * 1024 ** 3);
    };
    expect(await percentNow()).toBeCloseTo(20, 0);
    clock.advance(3 * 86_400_000);
    expect(await percentNow()).toBeCloseTo(50, 0);

    git.push(repo, "main", "Free what was read");
    await post(`/services/${id}/deploys`);
    await render.settled();
    clock.advance(86_400_000);
    expect(await percentNow()).toBeCloseTo(20, 0);
  });

  it("have targets while they are scaled by themselves", async () => {
    const { last, put, id } = await started();
    const criteria = { cpu: { enabled: true, percentage: 60 }, memory: { enabled: false, percentage: 70 } };
    expect((await last("cpu-target"))[0].last).toBeUndefined();
    await put(`/services/${id}/autoscaling`, { enabled: true, min: 1, max: 3, criteria });

    expect((await last("cpu-target"))[0].last).toBe(0.6);
    expect((await last("memory-target"))[0].last).toBeUndefined();
  });

  it("end when the service is suspended", async () => {
    const { last, post, id, clock } = await started();
    clock.advance(60_000);
    await post(`/services/${id}/suspend`);
    clock.advance(600_000);

    expect((await last("cpu?resolutionSeconds=30"))[0].sum).toBeGreaterThan(0);
    const start = new Date(clock.now().getTime() - 120_000).toISOString();
    expect((await last(`cpu?startTime=${start}`))[0].last).toBeUndefined();
  });
});

it.each([
  ["cpu", 400],
  ["cpu?resource=srv-x", 404],
  ["cpu?resource=SERVICE&resolutionSeconds=x", 400],
  ["cpu?resource=SERVICE&startTime=2026-01-02T00:00:00Z&endTime=2026-01-01T00:00:00Z", 400],
  ["cpu?resource=SERVICE&startTime=2020-01-02T00:00:00Z&resolutionSeconds=1", 400],
  ["http-latency?resource=SERVICE&quantile=2", 400],
  ["active-connections?resource=SERVICE", 404],
])("answers %s with %s", async (path, status) => {
  const { get, id } = await started();

  expect((await get(`/metrics/${path.replace("SERVICE", id)}`)).status).toBe(status);
});
