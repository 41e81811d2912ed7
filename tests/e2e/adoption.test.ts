import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { changeConfig, withConfig } from "./support/stack-config.ts";
import { project } from "./support/world.ts";

/** A backend that somebody made by hand, taken over by a stack that names its ids (S1.1). */
describe("S1.1 services that exist already", () => {
  let rehearsal: Rehearsal;
  const ids: Record<string, string> = {};

  const pulumi = async (...args: string[]) => {
    const run = await rehearsal.pulumi(args);
    return { ...run, all: run.stdout + run.stderr };
  };
  const succeed = async (...args: string[]) => {
    const run = await pulumi(...args);
    expect(run.exitCode, run.all).toBe(0);
    return run;
  };
  const render = async (method: string, path: string, body?: object): Promise<unknown> => {
    const { url, token } = rehearsal.world.render;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return answer.json();
  };
  const deploysOf = async (id: string) =>
    ((await render("GET", `/services/${id}/deploys?limit=100`)) as object[]).length;

  /** A stack that has never been applied, in the same world. */
  const forgetState = async () => {
    const state = JSON.parse((await succeed("stack", "export")).stdout);
    const empty = { ...state, deployment: { ...state.deployment, resources: [], pending_operations: [] } };
    const imported = await rehearsal.pulumi(["stack", "import"], { input: JSON.stringify(empty) });
    expect(imported.exitCode, imported.stderr).toBe(0);
  };

  /** What the committed stack declares, as somebody set it up in the dashboard. */
  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    const { owner, repository: repo, branch, domain } = rehearsal.file;
    const secret = (name: string) => rehearsal.secretsByName[name] ?? "";
    const queue = (await render("POST", "/key-value", {
      name: "twin-brains-queue",
      ownerId: owner,
      plan: "starter",
      region: "oregon",
      maxmemoryPolicy: "noeviction",
    })) as { id: string };
    await rehearsal.world.render.settled();
    const { internalConnectionString } = (await render("GET", `/key-value/${queue.id}/connection-info`)) as {
      internalConnectionString: string;
    };
    const env = {
      ALLOWED_ORIGINS: `https://${domain}`,
      DEV_MODE: "false",
      SUPABASE_URL: "https://twinbrainsprod.supabase.example",
      SUPABASE_SERVICE_KEY: secret("SUPABASE_SERVICE_KEY"),
      OPENAI_API_KEY: secret("OPENAI_API_KEY"),
      PINECONE_API_KEY: secret("PINECONE_API_KEY"),
      PINECONE_INDEX_NAME: "twin-brains",
      JWT_SECRET: secret("JWT_SECRET"),
      REDIS_URL: internalConnectionString,
      GRAPH_RAG_ENABLED: "true",
      CONTENT_EXTRACT_MAX_CHUNKS: "6",
      ENABLE_ENHANCED_INGESTION: "true",
      ENABLE_VC_ROUTES: "false",
      FEEDBACK_LEARNING_MIN_EVENTS: "5",
      FEEDBACK_LEARNING_COOLDOWN_MINUTES: "30",
      FEEDBACK_LEARNING_AUTO_PUBLISH: "false",
      FEEDBACK_LEARNING_RUN_REGRESSION_GATE: "true",
    };
    const make = async (type: string, name: string, plan: string, startCommand: string, details: object) => {
      const body = {
        type,
        name,
        ownerId: owner,
        repo,
        branch,
        rootDir: "backend",
        autoDeploy: "no",
        envVars: Object.entries(env).map(([key, value]) => ({ key, value })),
        serviceDetails: {
          runtime: "python",
          plan,
          region: "oregon",
          envSpecificDetails: { buildCommand: "pip install -r requirements.txt", startCommand },
          ...details,
        },
      };
      return ((await render("POST", "/services", body)) as { service: { id: string } }).service.id;
    };
    const scheduler = "python scripts/run_feedback_learning_scheduler.py --once --min-events 5 --limit-twins 100";
    Object.assign(ids, {
      queue: queue.id,
      api: await make("web_service", "twin-brains-api", "standard", "uvicorn main:app --host 0.0.0.0 --port $PORT", {
        healthCheckPath: "/health",
      }),
      worker: await make("background_worker", "twin-brains-worker", "standard", "python worker.py", {
        maxShutdownDelaySeconds: 300,
      }),
      scheduler: await make("cron_job", "twin-brains-scheduler", "starter", scheduler, { schedule: "*/15 * * * *" }),
    });
    await rehearsal.world.render.settled();
  });
  afterAll(() => rehearsal?.close());

  it("are not taken over by their names: the update is refused and says how to adopt", async () => {
    const run = await pulumi("up", "--yes", "--skip-preview");
    expect(run.exitCode).not.toBe(0);
    expect(run.all).toMatch(/RENDER_NAME_TAKEN[\s\S]*pulumi import/);
    for (const id of [ids.api, ids.worker, ids.scheduler]) expect(await deploysOf(id ?? "")).toBe(1);
    await forgetState();
  });

  it("are imported by the ids in the stack's configuration, with nothing changed and nothing deployed", async () => {
    await changeConfig(rehearsal, {
      "services.api.adopt": ids.api,
      "services.worker.adopt": ids.worker,
      "services.scheduler.adopt": ids.scheduler,
      "services.queue.adopt": ids.queue,
    });
    const preview = await succeed("preview", "--json");
    const { changeSummary } = JSON.parse(preview.stdout) as { changeSummary: Record<string, number> };
    expect(changeSummary).toMatchObject({ import: 4 });
    expect(changeSummary).not.toHaveProperty("replace");

    await succeed("up", "--yes", "--skip-preview");
    for (const id of [ids.api, ids.worker, ids.scheduler]) expect(await deploysOf(id ?? "")).toBe(1);
    expect(JSON.parse((await succeed("stack", "output", "--json")).stdout)).toMatchObject({ apiServiceId: ids.api });
  });

  it("show no difference in the next preview", async () => {
    await succeed("preview", "--expect-no-changes");
  });

  it("stay adopted, also after a refresh, when the ids are taken out of the file again", async () => {
    const run = await withConfig(
      rehearsal,
      { "services.api.adopt": undefined, "services.queue.adopt": undefined },
      () => pulumi("preview", "--refresh", "--expect-no-changes"),
    );
    expect(run.exitCode, run.all).toBe(0);
  });

  it("are neither destroyed nor replaced while their ids stand in the file", async () => {
    const moved = await withConfig(rehearsal, { "services.worker.region": "ohio" }, () => pulumi("preview"));
    expect(moved.exitCode).not.toBe(0);
    expect(moved.all).toContain("marked for protection");
    const before = rehearsal.world.inventory();
    expect((await pulumi("destroy", "--yes")).exitCode).not.toBe(0);
    expect(rehearsal.world.inventory()).toEqual(before);
  });

  it("are changed in place afterwards", async () => {
    await changeConfig(rehearsal, { "env.backend.CONTENT_EXTRACT_MAX_CHUNKS": 8 });
    await succeed("up", "--yes", "--skip-preview");
    expect(await deploysOf(ids.api ?? "")).toBe(2);
    expect(JSON.parse((await succeed("stack", "output", "--json")).stdout)).toMatchObject({ apiServiceId: ids.api });
  });
});
