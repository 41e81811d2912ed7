import { describe, expect, it } from "vitest";
import { requireAgreeingServices } from "../../../policies/env/require-agreeing-services.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, resource, WORKER } from "../stack-facts.ts";

const baseline = {
  backend: { required: { CHUNKS: { min: 1, max: 50 }, MODEL: "text", DATABASE_URL: "secret" } },
};

/** One variable as the API and the worker have it. */
function judge(variable: string, api: Plain, worker: Plain, stack: Partial<StackFacts> = {}) {
  const service = (type: string, name: string, value: Plain) =>
    resource(type, { name, env: { [variable]: value } }, name);
  return requireAgreeingServices.judgeStack(
    [service(WORKER, "twin-worker", worker), service(API, "twin-api", api)],
    () => ({ ...facts, baseline, ...stack }),
  );
}

describe("S1.9 passes", () => {
  const later = (output: string) => new Unknown(`it is the output ${output}`);
  it.each<[string, string, Plain, Plain, Partial<StackFacts>?]>([
    ["one value", "MODEL", "a", "a"],
    ["tuning that is each service's own", "LOG_LEVEL", "info", "debug"],
    ["a variable that only one has", "MODEL", "a", null],
    [
      "one database for two users",
      "DATABASE_URL",
      "postgres://api:a@db.example/twins",
      "postgres://worker:b@db.example/twins",
    ],
    ["what is not as the baseline expects, which another rule tells", "CHUNKS", "6", "500"],
    ["a variable with a rule of its own", "REDIS_URL", "redis://a.example:6379", "redis://b.example:6379"],
    ["the development mode, which another rule tells", "DEV_MODE", "false", "true"],
    ["one address that is not known yet", "MODEL", later("api.url"), later("api.url")],
    [
      "an error tracker for each service",
      "SENTRY_DSN",
      "https://a@o1.ingest.sentry.io/1",
      "https://b@o1.ingest.sentry.io/2",
    ],
  ])("%s", (_title, variable, api, worker, stack) => {
    expect(judge(variable, api, worker, stack)).toEqual([]);
  });

  it("one secret under the name of each service, whatever is known of it", () => {
    const env = { api: { MODEL: { secret: "MODEL" } }, worker: { MODEL: { secret: "MODEL" } } };
    expect(judge("MODEL", new Unknown("encrypted"), new Unknown("otherwise encrypted"), { env })).toEqual([]);
  });
});

describe("S1.9 refuses", () => {
  it.each<[string, string, Plain, Plain, Partial<StackFacts>?]>([
    ["what the baseline names", "CHUNKS", "6", "12"],
    ["another database", "DATABASE_URL", "postgres://u:a@db.example/twins", "postgres://u:a@db.example/old"],
    ["a store that no baseline names", "SUPABASE_URL", "https://a.supabase.example", "https://b.supabase.example"],
    ["a signing key that no baseline names", "JWT_SECRET", "one", "other"],
    [
      "two secrets that are not known",
      "MODEL",
      new Unknown("encrypted"),
      new Unknown("encrypted"),
      { env: { api: { MODEL: { secret: "ONE" } }, worker: { MODEL: { secret: "OTHER" } } } },
    ],
  ])("%s", (_title, variable, api, worker, stack) => {
    const [finding, ...more] = judge(variable, api, worker, stack);
    expect(more).toEqual([]);
    expect(finding?.message).toBe(
      `twin-worker: ${variable} is another one than that of twin-api; expected one value for both`,
    );
  });

  it("with the commands that let both share it", () => {
    const env = { api: { CHUNKS: 6 }, worker: { CHUNKS: 12 }, scheduler: { CHUNKS: 6 } };
    const [finding] = judge("CHUNKS", "6", "12", { env });
    expect(finding).toMatchObject({
      fix: [
        "pulumi config rm --path cutover:env.api.CHUNKS --stack prod",
        "pulumi config rm --path cutover:env.worker.CHUNKS --stack prod",
        "pulumi config rm --path cutover:env.scheduler.CHUNKS --stack prod",
        "pulumi config set --path cutover:env.backend.CHUNKS 6 --stack prod",
      ].join(" && "),
      at: "cutover:env.worker.CHUNKS",
    });
  });

  it("a value that is not what both are declared to have", () => {
    expect(judge("MODEL", "a", "b", { env: { backend: { MODEL: "a" } } })).toHaveLength(1);
  });

  it("the scheduler as well, beside a worker that agrees", () => {
    const env = (MODEL: string) => ({ MODEL });
    const found = requireAgreeingServices.judgeStack(
      [
        resource(API, { name: "api", env: env("a") }),
        resource(WORKER, { name: "worker", env: env("a") }),
        resource(CRON, { name: "cron", env: env("b") }),
      ],
      () => ({ ...facts, baseline }),
    );
    expect(found.map(({ subject }) => subject)).toEqual(["cron"]);
  });

  it("nothing that is not known yet, and says so", () => {
    const found = judge("MODEL", "a", new Unknown("it follows from a resource"));
    expect(found.map(({ level }) => level)).toEqual(["notice"]);
  });
});
