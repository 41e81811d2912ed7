import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clock } from "../../rehearsal/core/clock.ts";
import { Edge } from "../../rehearsal/core/edge.ts";
import { Git } from "../../rehearsal/core/git.ts";
import { type RenderWorld, startRender } from "../../rehearsal/render/render.ts";
import { hasPostgres, type PostgresServer, startPostgres, unlessWithoutPostgres } from "./support/postgres.ts";
import { PulumiProject } from "./support/pulumi.ts";
import { OWNER, providerFolder, REPO } from "./support/render-project.ts";

const SECRET = "seeded+secret/value-9e17";

/** One service; and where GATE is set, it waits there with the stack's lock in its hands. */
const program = `
  import { WebService } from ${JSON.stringify(`${providerFolder}/sdk/web-service.ts`)};
  if (process.env.GATE) await fetch(process.env.GATE);
  new WebService("api", ${JSON.stringify({ name: "api", ownerId: OWNER, repo: REPO, runtime: "docker", env: { JWT_SECRET: SECRET } })});
`;

/** Who has cloned a project selects a stack first, or names it so. */
const selected = { PULUMI_STACK: "test" };

describe.skipIf(!hasPostgres)(`two operators on a postgres:// backend${unlessWithoutPostgres}`, () => {
  let postgres: PostgresServer;
  let render: RenderWorld;
  let gate: Gate;
  let one: PulumiProject;
  let other: PulumiProject;

  beforeAll(async () => {
    const clock = new Clock();
    const git = new Git(() => clock.now());
    git.push(REPO, "main", "First release");
    [postgres, render, gate] = await Promise.all([
      startPostgres(),
      startRender({ clock, edge: new Edge(), git, deployMs: 10, owners: [OWNER] }),
      openGate(),
    ]);
    const env = {
      ...selected,
      PULUMI_BACKEND_URL: postgres.url,
      RENDER_BASE_URL: render.url,
      RENDER_API_KEY: render.token,
    };
    const settings = { plugins: { providers: [{ name: "render", path: providerFolder }] } };
    one = await PulumiProject.create({ program, settings, env });
    other = await one.clone();
  });
  afterAll(async () => {
    await Promise.all([one, other].map((project) => project?.remove()));
    await Promise.all([gate, render, postgres].map((part) => part?.close()));
  });

  /** Waits until somebody's update holds the lock. */
  const atGate = (update: ReturnType<PulumiProject["start"]>) =>
    Promise.race([gate.reached(), update.then(({ all }) => Promise.reject(new Error(`it ended before:\n${all}`)))]);

  it("lets one of them update, refuses the other before anything is changed, and says who is at work", async () => {
    const first = one.start(["up", "--yes", "--skip-preview"], { GATE: gate.url });
    await atGate(first);
    const second = await other.up();
    expect(second.exitCode).not.toBe(0);
    expect(second.all).toMatch(/locked by 1 lock.*\n.*created by \S+@\S+ \(pid \d+\)/s);
    expect(render.state.services.size).toBe(0);

    gate.open();
    const { exitCode, all } = await first;
    expect(exitCode, all).toBe(0);
    expect(second.all + all).not.toContain(postgres.password);
  });

  it("lets the other preview meanwhile", async () => {
    gate.shut();
    const first = one.start(["up", "--yes", "--skip-preview"], { GATE: gate.url });
    await atGate(first);
    const preview = await other.preview("--expect-no-changes");
    gate.open();
    expect(preview.exitCode, preview.all).toBe(0);
    expect((await first).exitCode).toBe(0);
  });

  it("shows the other what the first has made, and makes nothing twice", async () => {
    const again = await other.up("--expect-no-changes");
    expect(again.exitCode, again.all).toBe(0);
    expect([...render.state.services.values()].map(({ name }) => name)).toEqual(["api"]);
  });

  it("keeps the lock of an operator whose machine died until somebody takes it away", async () => {
    gate.shut();
    const first = one.start(["up", "--yes", "--skip-preview"], { GATE: gate.url });
    await atGate(first);
    first.kill("SIGKILL");
    await first;
    gate.open();
    expect((await other.up()).all).toMatch(/locked by 1 lock/);
    const cancelled = await other.run(["cancel", "--yes"]);
    expect(cancelled.exitCode, cancelled.all).toBe(0);
    const again = await other.up("--expect-no-changes");
    expect(again.exitCode, again.all).toBe(0);
  });

  it("keeps secrets encrypted in the database", async () => {
    const client = new pg.Client(postgres.url).on("error", () => {});
    await client.connect();
    const { rows } = await client
      .query<{ text: string }>("select data ->> 'data' as text from pulumi_state")
      .finally(() => client.end());
    const texts = rows.map(({ text }) => Buffer.from(text, "base64").toString());
    expect(texts.some((text) => text.includes("render:index:WebService"))).toBe(true);
    expect(texts.filter((text) => text.includes(SECRET))).toEqual([]);
  });
});

interface Gate {
  readonly url: string;
  /** Resolves when somebody waits at it. */
  reached(): Promise<void>;
  open(): void;
  shut(): void;
  close(): Promise<void>;
}

/** Holds every request back until it is opened. */
async function openGate(): Promise<Gate> {
  let opened = Promise.withResolvers<void>();
  let came = Promise.withResolvers<void>();
  const server: Server = createServer(async (_request, response) => {
    came.resolve();
    await opened.promise;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached: () => came.promise,
    open: () => opened.resolve(),
    shut() {
      opened = Promise.withResolvers();
      came = Promise.withResolvers();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
