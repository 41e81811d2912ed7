import type { ServiceRole, Sources } from "../../checks/gates/sources.ts";
import { apiKeyOf } from "../../providers/render/api/api-key.ts";
import { baseUrlOf } from "../../providers/render/api/base-url.ts";
import { RenderClient } from "../../providers/render/api/client.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Site } from "../site/site.ts";
import { complaintsIn } from "./complaints.ts";
import { renderLogs } from "./render-logs.ts";
import { renderMetrics } from "./render-metrics.ts";
import { RenderServices } from "./render-services.ts";
import { requester } from "./requester.ts";
import { sqlOf } from "./sql.ts";
import { measured } from "./unmeasured.ts";
import { VercelLogs } from "./vercel-logs.ts";

/** What the evidence is about. */
export interface Subject {
  /** Render workspace, `tea-…`. */
  readonly owner?: string | undefined;
  /** Names of the services at Render. */
  readonly services: Readonly<Partial<Record<ServiceRole, string | undefined>>>;
  /** First domain of the frontend. */
  readonly domain?: string | undefined;
  /** Address of the API; default the one that Render gave its service. */
  readonly api?: string | undefined;
}

export interface SourcesOptions {
  /** `RENDER_API_KEY`, `RENDER_BASE_URL`, `CUTOVER_GATES_DATABASE_URL`. */
  readonly env: NodeJS.ProcessEnv;
  readonly subject: Subject;
  readonly site: Pick<Site, "logs">;
  /** Undefined where the environment names no database. */
  readonly evidence: Pick<Evidence, "history"> | undefined;
}

/** The ways to evidence of a running app. Nothing is asked before a gate asks; `close` ends connections. */
export function openSources({ env, subject, site, evidence }: SourcesOptions): {
  readonly sources: Sources;
  close(): Promise<void>;
} {
  let client: RenderClient | undefined;
  const render = () => (client ??= renderClient(env));
  const services = new RenderServices(render, subject);
  const frontend = new VercelLogs(site);
  const database = sqlOf(env.CUTOVER_GATES_DATABASE_URL || undefined);
  const sources: Sources = {
    sql: database.sql,
    http: requester(subject, services),
    renderLogs: (role, query, signal) => measured(() => renderLogs(render(), services, role, query, signal)),
    renderMetrics: (role, metric, window, signal) =>
      measured(() => renderMetrics(render(), services, role, metric, window, signal)),
    vercelLogs: (query, signal) => measured(() => frontend.matching(query, signal)),
    complaints: (window) => measured(() => complaintsIn(evidence, window)),
  };
  return { sources, close: database.close };
}

/** A gate waits less than a deploy: what does not answer is measured the next time. @throws UserError */
const renderClient = (env: NodeJS.ProcessEnv) =>
  new RenderClient({
    token: () => apiKeyOf(env.RENDER_API_KEY),
    baseUrl: baseUrlOf(env.RENDER_BASE_URL || undefined),
    userAgent: "cutover-release",
    attemptTimeoutMs: 15_000,
    retries: 2,
  });
