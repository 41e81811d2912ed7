import { describe, expect, it } from "vitest";
import { clearTextReason } from "../../../policies/secrets/clear-text.ts";
import { HEX, RANDOM } from "./made-up-credentials.ts";

const NAME = "it has the name of a secret";

describe("S1.9 a secret by its name", () => {
  it.each([
    ["OPENAI_API_KEY", "abc"],
    ["openai_api_key", "abc"],
    ["apiKey", "abc"],
    ["JWT_SECRET", "changeme"],
    ["SMTP_PASSWORD", "12345678"],
    ["DATABASE_PASSWORD", "/etc"],
    ["PGPASSWORD", "hunter2"],
    ["ADMIN_PASS", "hunter2"],
    ["ADMIN_TOKEN", "hunter2"],
    ["GH_PAT", "hunter2"],
    ["PAT", "hunter2"],
    ["REDIS_AUTH", "hunter2"],
    ["API_KEY_2", "hunter2"],
    ["SECRET_KEY_BASE", "hunter2"],
    ["OPENAI_API_KEY_PROD", "hunter2"],
    ["GOOGLE_CREDENTIALS", '{"type":"service_account"}'],
    ["PINECONE_API_KEY", "8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e"],
  ])("%s=%s", (name, value) => {
    expect(clearTextReason(name, value)).toBe(NAME);
  });
});

describe("S1.9 a secret because it is drawn by lot", () => {
  it.each([
    ["SESSION", RANDOM],
    ["SESSION", RANDOM.slice(0, 24)],
    ["PEPPERED", HEX],
    ["PEPPERED", HEX.slice(0, 32)],
    ["STORAGE_AUTH", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYq8TzL2mVx5"],
  ])("%s=%s", (name, value) => {
    expect(clearTextReason(name, value)).toBe("it looks like a random key");
  });
});

it("S1.9 a secret because the baseline expects one", () => {
  expect(clearTextReason("GREETING", "hello", true)).toBe("the baseline expects a secret");
  expect(clearTextReason("GREETING", "", true)).toBeUndefined();
});

it("S1.9 a secret inside of a list of headers", () => {
  expect(clearTextReason("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=a,authorization=Bearer abcdef")).toBe(
    "it holds a header that is a secret",
  );
  expect(clearTextReason("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=a")).toBeUndefined();
});

describe("S1.9 a user name with a password", () => {
  it.each(["BASIC_AUTH", "HTTP_AUTH_USERS", "STAGING_BASIC_AUTH", "AUTH"])("%s", (name) => {
    expect(clearTextReason(name, "admin:hunter2")).toBe("it holds a user name with a password");
  });
});

describe("S1.9 no secret", () => {
  it.each([
    ["BASIC_AUTH", "$USER:$PASSWORD"],
    ["AUTH", "supabase"],
    ["HTTP_AUTH", "https://auth.example"],
    ["EXPERIMENT_KEY", "checkout"],
    ["STRIPE_KEY", ["pk", "_live_", "51Nabcdefghijkl"].join("")],
    ["OPENAI_API_KEY", ""],
    ["OPENAI_API_KEY", "none"],
    ["OPENAI_API_KEY", "$SHARED_KEY"],
    ["MAX_TOKENS", "4096"],
    ["TOKEN_TTL_SECONDS", "3600"],
    ["TOKENIZERS_PARALLELISM", "false"],
    ["PASSWORD_MIN_LENGTH", "12"],
    ["REQUIRE_API_KEY", "true"],
    ["API_KEY_HEADER", "X-Api-Key"],
    ["JWT_ALGORITHM", "HS256"],
    ["JWT_PUBLIC_KEY", "MFkwEwYHKoZIzj0CAQ"],
    ["CACHE_KEY_PREFIX", "twins:"],
    ["PARTITION_KEY", "twin_id"],
    ["PRIVATE_KEY", "/etc/secrets/key.pem"],
    ["OAUTH_TOKEN_URL", "https://auth.example/token"],
    ["SUPABASE_ANON_KEY", "anon"],
    ["NEXT_PUBLIC_JWT_SECRET", "told by another rule"],
    ["SESSION_COOKIE", "tb_session"],
    ["KEYBOARD", "qwertz"],
    ["LLM_MODEL", "meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo"],
    ["EMBEDDINGS", "sentence-transformers/all-MiniLM-L6-v2"],
    ["GIT_COMMIT", HEX.slice(0, 40)],
    ["ANYTHING", HEX.slice(0, 40)],
    ["IMAGE", `sha256:${HEX}`],
    ["TENANT", "8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e"],
    ["STRIPE_PRICE_PRO", `price_1Oq${RANDOM.slice(0, 20)}`],
    ["VERCEL_PROJECT", `prj_${RANDOM.slice(0, 24)}`],
    ["GREETING", "Hello, I am Nova. Ask me anything about what I have read."],
    ["FEATURES", '{"graphRag":true,"ingestion":{"maxChunks":6}}'],
    ["SOME_SWITCH", "UseTheNewPipelineForEverybody2026"],
  ])("%s=%s", (name, value) => {
    expect(clearTextReason(name, value)).toBeUndefined();
  });
});
