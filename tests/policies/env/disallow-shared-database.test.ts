import { describe, expect, it } from "vitest";
import { dataStoreOf } from "../../../policies/env/data-store.ts";
import { disallowSharedDatabase } from "../../../policies/env/disallow-shared-database.ts";
import type { Sibling, StackFacts } from "../../../policies/facts.ts";
import { API, facts, resource, WORKER } from "../stack-facts.ts";

type Sections = Record<string, unknown>;

function judge(env: Record<string, string>, own: Sections, other: Sections, more: Partial<StackFacts> = {}) {
  const sibling: Sibling = { stack: "staging", environment: "staging", section: (key) => other[key] };
  const resources = [
    resource(API, { name: "twin-api", env }, "api"),
    resource(WORKER, { name: "twin-worker", env }, "worker"),
  ];
  const stack = { ...facts, section: (key: string) => own[key], siblings: () => [sibling], ...more };
  return disallowSharedDatabase.judgeStack(resources, () => stack);
}

const there = (backend: Record<string, unknown>) => ({ env: { backend } });

describe("S4.1 one place", () => {
  it.each<[string, string, string, string]>([
    ["SUPABASE_URL", "https://twin.supabase.example", "SUPABASE_URL", "https://TWIN.supabase.example/"],
    ["NEXT_PUBLIC_SUPABASE_URL", "https://twin.supabase.example", "SUPABASE_URL", "https://twin.supabase.example"],
    ["DATABASE_URL", "postgres://a:1@db.example/twins", "DB", "postgresql+asyncpg://b:2@db.example:5432/twins?ssl=1"],
    ["DATABASE_URL", "postgres://a@db.example:5432/twins", "DATABASE_URL", "postgres://a@db.example:6543/twins"],
    [
      "DATABASE_URL",
      "postgres://a@dpg-0123456789abcdefghij-a/twins",
      "D",
      "postgres://a@dpg-0123456789abcdefghij-a.oregon-postgres.render.com/twins",
    ],
    [
      "CACHE",
      "redis://red-0123456789abcdefghij:6379/0",
      "QUEUE",
      "rediss://u:p@red-0123456789abcdefghij.oregon-keyvalue.render.com:6379/1",
    ],
    ["PINECONE_INDEX_NAME", "twin", "PINECONE_INDEX", "Twin"],
    ["DB_HOST", "db.example", "DB_HOST", "DB.example"],
    ["S3_BUCKET", "twin-files", "AWS_S3_BUCKET_NAME", "twin-files"],
  ])("%s %s is %s %s", (name, value, other, same) => {
    expect(dataStoreOf(name, value)).toBeDefined();
    expect(dataStoreOf(name, value)).toBe(dataStoreOf(other, same));
  });
});

describe("S4.1 two places", () => {
  it.each<[string, string, string]>([
    ["DATABASE_URL", "postgres://a@db.example/twins", "postgres://a@db.example/twins_staging"],
    [
      "DATABASE_URL",
      "postgres://postgres.one:1@aws.pooler.supabase.com/postgres",
      "postgres://postgres.two:1@aws.pooler.supabase.com/postgres",
    ],
    ["SUPABASE_URL", "https://one.supabase.example", "https://two.supabase.example"],
  ])("%s %s and %s", (name, value, other) => {
    expect(dataStoreOf(name, value)).not.toBe(dataStoreOf(name, other));
  });

  it("on one host by their names", () => {
    expect(dataStoreOf("DB_HOST", "db.example", { DB_NAME: "a" })).not.toBe(
      dataStoreOf("DB_HOST", "db.example", { DB_NAME: "b" }),
    );
  });
});

describe("S4.1 no place of data", () => {
  it.each([
    ["OPENAI_BASE_URL", "https://api.openai.example"],
    ["DATABASE_URL", "postgres://localhost:5432/twins"],
    ["REDIS_URL", "redis://127.0.0.1:6379"],
    ["STORAGE_BUCKET", "conversation-files"],
    ["DATABASE_POOL_SIZE", "5"],
    ["DB_HOST", ""],
  ])("%s %s", (name, value) => {
    expect(dataStoreOf(name, value)).toBeUndefined();
  });
});

describe("S4.1 refuses", () => {
  const url = "https://twin.supabase.example";

  it("one database, told once for all services, with both keys", () => {
    const env = { backend: { SUPABASE_URL: url } };
    expect(judge({ SUPABASE_URL: url }, {}, there({ SUPABASE_URL: url }), { env })).toEqual([
      expect.objectContaining({
        message:
          "twin-api: SUPABASE_URL is also that of staging (cutover:env.backend.SUPABASE_URL); expected staging and production to share nothing that holds data",
        fix: "pulumi config set --path cutover:env.backend.SUPABASE_URL VALUE --stack prod",
        at: "cutover:env.backend.SUPABASE_URL",
      }),
    ]);
  });

  it("production's database from staging's own view", () => {
    const prod: Sibling = {
      stack: "prod",
      environment: "production",
      section: (key) => there({ A_DATABASE_URL: url })[key as "env"],
    };
    const found = judge({ SUPABASE_URL: url }, {}, {}, { production: false, siblings: () => [prod] });
    expect(found).toHaveLength(1);
  });

  const render = { owner: "tea-0123456789abcdefghij" };
  const red = "red-0123456789abcdefghij";
  it.each<[string, Sections, Sections]>([
    [
      "one service",
      { render, services: { api: { name: "twin" } } },
      { render, services: { worker: { name: "twin" } } },
    ],
    [
      "one adopted store",
      { services: { queue: { name: "a", adopt: red } } },
      { services: { queue: { name: "b", adopt: red } } },
    ],
    [
      "one project",
      { vercel: { team: "team_a" }, frontend: { name: "twin" } },
      { vercel: { team: "team_a" }, frontend: { name: "twin" } },
    ],
  ])("%s", (_title, own, other) => {
    expect(judge({}, own, other).length).toBeGreaterThan(0);
  });

  it("the address of a store that the other one adopts", () => {
    const other = { services: { queue: { name: "b", adopt: red } } };
    expect(judge({ CACHE_URL: `redis://${red}:6379` }, {}, other)).toHaveLength(1);
  });
});

describe("S4.1 passes", () => {
  const render = { owner: "tea-0123456789abcdefghij" };
  it.each<[string, Record<string, string>, Sections, Sections]>([
    ["two databases", { SUPABASE_URL: "https://a.example" }, {}, there({ SUPABASE_URL: "https://b.example" })],
    ["staging's database, named so", { STAGING_DB_HOST: "db.example" }, {}, there({ STAGING_DB_HOST: "db.example" })],
    [
      "a vendor that both call",
      { OPENAI_BASE_URL: "https://a.example" },
      {},
      there({ OPENAI_BASE_URL: "https://a.example" }),
    ],
    ["what is encrypted there", { SUPABASE_URL: "https://a.example" }, {}, there({ SUPABASE_URL: { secret: "URL" } })],
    [
      "one name in two workspaces",
      {},
      { render, services: { api: { name: "twin" } } },
      { render: { owner: "tea-other" }, services: { api: { name: "twin" } } },
    ],
  ])("%s", (_title, env, own, other) => {
    expect(judge(env, own, other)).toEqual([]);
  });

  it("the repository's stack, and another production", () => {
    const same = (key: string) => there({ SUPABASE_URL: "https://a.example" })[key as "env"];
    const siblings = [undefined, "production"].map((environment) => ({ stack: "other", environment, section: same }));
    expect(judge({ SUPABASE_URL: "https://a.example" }, {}, {}, { siblings: () => siblings })).toEqual([]);
  });
});
