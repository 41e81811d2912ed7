import { fileURLToPath } from "node:url";
import { tokenFor } from "../../../rehearsal/app/auth.ts";
import { type AppRuntime, type RunningApp, startApp } from "../../../rehearsal/app/start.ts";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import type { AppTraits } from "../../../rehearsal/core/git.ts";
import { startDatabase } from "../../../rehearsal/database/database.ts";
import { startKeyValueServer } from "../../../rehearsal/stores/key-value-server.ts";
import { commit } from "./commit.ts";

const cache = fileURLToPath(new URL("../../../.cutover/database", import.meta.url));

export interface Program extends RunningApp {
  readonly lines: string[];
}

/** The sample app's programs with a real database and two key value stores, `red-queue` and `red-other`. */
export async function appWorld() {
  const [clock, edge] = [new Clock(), new Edge()];
  const database = await startDatabase({ clock, edge, project: "twinbrains", cache });
  const identity = () => ({ version: "8.1.4", maxmemoryPolicy: "noeviction", user: "default", password: "" });
  const startStore = async (host: string) => {
    const store = await startKeyValueServer({
      databases: new Map(),
      identity,
      now: () => clock.now(),
    });
    edge.routeTcp(host, store.port);
    return store;
  };
  const stores = [await startStore("red-queue"), await startStore("red-other")];
  const routeQueue = () => edge.routeTcp("red-queue", stores[0]?.port ?? 0);
  const env = {
    SUPABASE_URL: "https://twinbrains.supabase.example",
    SUPABASE_SERVICE_KEY: database.keys.SUPABASE_SERVICE_KEY,
    JWT_SECRET: "s3cret-jwt",
    REDIS_URL: "redis://red-queue:6379",
    DEV_MODE: "false",
    FEEDBACK_LEARNING_MIN_EVENTS: "2",
  };
  const running: RunningApp[] = [];

  const start = async (
    command: string,
    changes: Record<string, string> = {},
    traits: AppTraits = {},
  ): Promise<Program> => {
    const lines: string[] = [];
    const runtime: AppRuntime = {
      command,
      env: { ...env, ...changes },
      commit: commit(traits),
      log: (line) => lines.push(line),
      now: () => clock.now(),
      portOf: (host) => edge.portOf(host),
    };
    const app = await startApp(runtime);
    running.push(app);
    return { ...app, lines };
  };
  const call = async (app: Program, path: string, body?: unknown, user?: string) => {
    const token = user === undefined ? {} : { authorization: `Bearer ${await tokenFor(user, env.JWT_SECRET)}` };
    const request = new Request(`http://api.example${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", ...token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await (app.fetch?.(request) ?? Promise.reject(new Error("it answers no requests")));
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    clock,
    edge,
    database,
    env,
    start,
    call,
    /** The queue's store is gone, as when it is deleted. @returns what brings it back. */
    loseQueue() {
      edge.unrouteTcp("red-queue");
      stores[0]?.dropAll();
      return routeQueue;
    },
    async reset() {
      routeQueue();
      await Promise.all(running.splice(0).map((app) => app.stop()));
      await database.query(
        "truncate feedback_events, learning_jobs, imports, user_profiles, conversations, training_examples, simulation.import_fates cascade",
      );
    },
    async close() {
      await database.close();
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}

export type AppWorld = Awaited<ReturnType<typeof appWorld>>;
