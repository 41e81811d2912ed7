import { AsyncLocalStorage } from "node:async_hooks";
import { Hono } from "hono";
import type { Edge } from "../core/edge.ts";
import type { Commit } from "../core/git.ts";
import { type Listening, listen } from "../core/server.ts";
import type { Deployment, Project } from "./entities.ts";
import { mayPass } from "./protection.ts";
import type { Store } from "./store.ts";

/** The sample app's frontend, as it runs for one deployment. */
export type StartFrontend = (context: {
  /** What the deployment was built with. */
  readonly env: Readonly<Record<string, string>>;
  readonly commit: Commit;
  readonly log: (line: string) => void;
  /** Reaches the world's public names. */
  readonly fetch: Edge["fetch"];
}) => Pick<Hono, "fetch">;

/** One request, and what the app wrote while it answered. */
interface Visit {
  readonly domain: string;
  readonly method: string;
  readonly path: string;
  readonly lines: string[];
}

/** The running deployments: each an app of its own on a loopback port, with the env it was built with. */
export class Instances {
  readonly #running = new Map<string, Listening>();
  readonly #store: Store;
  readonly #edge: Edge;
  readonly #start: StartFrontend;
  readonly #visit = new AsyncLocalStorage<Visit>();

  constructor(store: Store, edge: Edge, start: StartFrontend) {
    this.#store = store;
    this.#edge = edge;
    this.#start = start;
  }

  /** `http://127.0.0.1:PORT`, or undefined while it does not run. */
  originOf(deploymentId: string): string | undefined {
    return this.#running.get(deploymentId)?.url;
  }

  async start(deployment: Deployment, project: Project): Promise<void> {
    const app = this.#start({
      env: deployment.env,
      commit: deployment.commit,
      log: (line) => {
        const visit = this.#visit.getStore();
        if (visit) visit.lines.push(line);
        else this.#keep(deployment, { domain: deployment.url, method: "", path: "", lines: [line] }, 0);
      },
      fetch: this.#edge.fetch,
    });
    const guarded = new Hono().all("*", (context) => {
      const url = new URL(context.req.url);
      const domain = (context.req.header("x-forwarded-host") ?? url.host).replace(/:\d+$/, "");
      const exception = this.#store.aliases.get(domain)?.exception !== undefined || deployment.exception !== undefined;
      if (!mayPass(context.req.raw, domain, project, deployment, exception))
        return context.html("<h1>Authentication Required</h1>", 401, { server: "Vercel" });
      const visit = { domain, method: context.req.method, path: url.pathname, lines: [] };
      return this.#visit.run(visit, async () => {
        const answer = await app.fetch(context.req.raw);
        this.#keep(deployment, visit, answer.status);
        return answer;
      });
    });
    this.#running.set(deployment.id, await listen(guarded));
  }

  async stop(deploymentId: string): Promise<void> {
    const running = this.#running.get(deploymentId);
    this.#running.delete(deploymentId);
    await running?.close();
  }

  /** Puts those that another one runs in the place of its own. */
  async takeOver(other: Instances): Promise<void> {
    const before = [...this.#running.values()];
    this.#running.clear();
    for (const [id, running] of other.#running) this.#running.set(id, running);
    other.#running.clear();
    await Promise.all(before.map((running) => running.close()));
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)));
  }

  /** A row for each line, or one without a message, as the vendor has a row for each request. */
  #keep(deployment: Deployment, { lines, ...visit }: Visit, status: number): void {
    for (const message of lines.length > 0 ? lines : [""])
      deployment.runtimeLog.push({
        id: this.#store.ids.next(`${deployment.id} line`, 20),
        at: this.#store.now(),
        level: status >= 500 ? "error" : "info",
        message,
        ...visit,
        status,
      });
  }
}
