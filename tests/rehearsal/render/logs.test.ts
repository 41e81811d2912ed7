import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

interface Line {
  readonly id: string;
  readonly message: string;
  readonly labels: readonly { name: string; value: string }[];
}

async function started() {
  const world = await startWorld();
  const { id } = await world.create({ name: "api" });
  const query = async (parameters = "") =>
    (await world.get(`/logs?ownerId=${ownerId}&resource=${id}${parameters}`)).body;
  return { ...world, id, query };
}

const messages = (logs: readonly Line[]) => logs.map(({ message }) => message);

it("S0.11 shows build, start-up and app lines with their labels, the newest first", async () => {
  const { id, query } = await started();
  const { hasMore, logs } = await query();

  expect(hasMore).toBe(false);
  expect(messages(logs)[0]).toBe("==> Your service is live at https://api.onrender.com");
  expect(messages(logs).at(-1)).toContain("==> Cloning from https://github.com/acme-brains/twin-brains");
  const start = logs.find(({ message }: Line) => message.includes("application started"));
  expect(start.labels).toEqual([
    { name: "resource", value: id },
    { name: "instance", value: expect.stringMatching(`^${id}-[0-9a-v]{5}$`) },
    { name: "level", value: "info" },
    { name: "type", value: "app" },
  ]);
});

it("S2.8 shows what the app writes while it serves", async () => {
  const { visit, query } = await started();
  const call = { method: "POST", body: JSON.stringify({ user_id: "user-1" }) };
  await visit("api.onrender.com", "/process-full", call);

  expect(messages((await query("&text=[DEPRECATED]")).logs)).toEqual([
    "[DEPRECATED] /process-full called by user user-1",
  ]);
  expect((await query("&text=DEPRECATED*user-2")).logs).toEqual([]);
});

it.each(["forward", "backward"])("pages %s through every line once", async (direction) => {
  const { query } = await started();
  const all: Line[] = (await query("&limit=100&direction=forward")).logs;
  const seen: string[] = [];
  let range = "";
  for (let more = true; more; ) {
    const { logs, hasMore, nextStartTime, nextEndTime } = await query(`&limit=2&direction=${direction}${range}`);
    seen.push(...logs.map(({ id }: Line) => id));
    range = `&startTime=${nextStartTime}&endTime=${nextEndTime}`;
    more = hasMore;
  }

  const ids = all.map(({ id }) => id);
  expect(seen).toEqual(direction === "forward" ? ids : ids.reverse());
});

it("filters by type, level and instance", async () => {
  const { query } = await started();
  const types = (await query("&type=build")).logs.map(({ labels }: Line) => labels.at(-1)?.value);

  expect(new Set(types)).toEqual(new Set(["build"]));
  expect((await query("&level=error")).logs).toEqual([]);
  expect((await query("&instance=srv-*")).logs.length).toBeGreaterThan(0);
});

it("shows the last hour unless asked for more", async () => {
  const { clock, query } = await started();
  clock.advance(2 * 3_600_000);
  const start = new Date(clock.now().getTime() - 3 * 3_600_000).toISOString();

  expect((await query()).logs).toEqual([]);
  expect((await query(`&startTime=${start}`)).logs.length).toBeGreaterThan(3);
});

it("S2.8 shows requests with labels of their own, and the values that a label has", async () => {
  const { get, query, visit, id } = await started();
  await visit("api.onrender.com", "/health");
  await visit("api.onrender.com", "/nowhere");

  const [line, ...more] = (await query("&type=request&statusCode=404")).logs;
  expect(more).toEqual([]);
  expect(line.message).toMatch(/^\[GET\] 404 api\.onrender\.com\/nowhere /);
  expect(line.labels).toEqual(
    expect.arrayContaining([
      { name: "statusCode", value: "404" },
      { name: "method", value: "GET" },
      { name: "path", value: "/nowhere" },
    ]),
  );
  const values = await get(`/logs/values?ownerId=${ownerId}&resource=${id}&label=statusCode`);
  expect(values.body).toEqual(["200", "404"]);
});

it("never shows a value of the environment", async () => {
  const { query } = await started();

  expect(JSON.stringify((await query("&limit=100")).logs)).not.toContain("s3cret-jwt");
});

it.each([
  ["no resource", `/logs?ownerId=${ownerId}`, 400],
  ["no owner", "/logs?resource=srv-x", 400],
  ["an unknown service", `/logs?ownerId=${ownerId}&resource=srv-x`, 404],
  ["a direction that is none", `/logs?ownerId=${ownerId}&resource=SERVICE&direction=up`, 400],
  ["values of no label", `/logs/values?ownerId=${ownerId}&resource=SERVICE`, 400],
  ["a stream of lines, which needs a WebSocket", `/logs/subscribe?ownerId=${ownerId}&resource=SERVICE`, 400],
  ["another workspace", "/logs?ownerId=tea-x&resource=SERVICE", 404],
])("refuses %s", async (_, path, status) => {
  const { get, id } = await started();

  expect((await get(path.replace("SERVICE", id))).status).toBe(status);
});

it("S2.8 shows no line that is older than the plan keeps", async () => {
  const { visit, query, render, clock } = await started();
  const call = (user: string) => ({ method: "POST", body: JSON.stringify({ user_id: user }) });
  const since = clock.now().toISOString();
  await visit("api.onrender.com", "/process-full", call("user-1"));
  clock.advance(3 * 3_600_000);
  await visit("api.onrender.com", "/process-full", call("user-2"));
  const seen = async () => messages((await query(`&text=[DEPRECATED]&startTime=${since}`)).logs).length;

  expect(await seen()).toBe(2);
  render.keepLogsFor(2 * 3_600_000);
  expect(await seen()).toBe(1);
});
