import { madeUp } from "./made-up-secrets.ts";
import type { Changes, Variant } from "./variant.ts";

const value = (title: string, name: string, written: unknown): Variant => ({
  title: `no secret: ${title}`,
  config: { [`env.backend.${name}`]: written },
});
const inPage = (title: string, name: string, written: unknown): Variant => ({
  title: `public anyway: ${title}`,
  config: { [`env.frontend.${name}`]: written },
});
const command = (title: string, config: Changes): Variant => ({ title: `no secret in a command: ${title}`, config });

const scheduler = "python scripts/run_feedback_learning_scheduler.py --once";
const publicKey =
  "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEk8TzL2mVx5NrWb1YcJd7PfHsGaUe\n-----END PUBLIC KEY-----\n";

/** What backends are usually told, none of it secret. */
const settings = {
  ...{ PORT: 8000, LOG_LEVEL: "INFO", WEB_CONCURRENCY: 4, SENTRY_TRACES_SAMPLE_RATE: 0.1, TZ: "Europe/Berlin" },
  ...{ OPENAI_MODEL: "gpt-4o-mini", OPENAI_ORG_ID: "org-acme", OPENAI_TIMEOUT_SECONDS: 30, PINECONE_NAMESPACE: "prod" },
  ...{ REDIS_MAX_CONNECTIONS: 20, REDIS_KEY_PREFIX: "tb:", RATE_LIMIT: "100/minute", CORS_MAX_AGE: 600 },
  ...{ SUPABASE_SCHEMA: "public", DATABASE_POOL_SIZE: 10, EMBEDDINGS_DIMENSIONS: 3072, DEBUG: false },
  ...{ ENVIRONMENT: "production", NODE_ENV: "production", EMAIL_FROM: "Nova <nova@twin-brains.example>" },
  ...{ OTEL_EXPORTER_OTLP_ENDPOINT: "https://otel.twin-brains.example:4318", OTEL_SERVICE_NAME: "api" },
  ...{
    GUNICORN_CMD_ARGS: "--workers 4 --timeout 120",
    ENCRYPTION_ALGORITHM: "AES-256-GCM",
    KEY_DERIVATION: "argon2id",
  },
  ...{ CSRF_COOKIE_NAME: "csrftoken", ACCESS_TOKEN_EXPIRE_MINUTES: 60, WELCOME: "Bienvenue à tous", EMPTY: "{}" },
  ...{ STRIPE_PRICE_ID: "price_1Qx8LmZt4WvKr7YnBc2JdPfH", SLACK_CHANNEL_ID: "C0Q7ZK4MX", HOTKEY: "ctrl+k" },
  ...{
    YOUTUBE_CHANNEL_ID: "UCk8TzL2mVx5NrWb1YcJd7Pf",
    GOOGLE_PROJECT_ID: "twin-brains-123456",
    FOREIGN_KEY_CHECKS: true,
  },
  ...{ SENTRY_DSN: "https://k8tzl2mvx5nrwb1ycjd7pfhsgaue4r12@o914275.ingest.sentry.io/4508" },
  ...{ DATABASE_ADDRESS: "postgres://twins@db.twin-brains.example:5432/twins" },
};

export const safeSecrets: readonly Variant[] = [
  {
    title: "no secret: settings of the usual kind",
    config: Object.fromEntries(Object.entries(settings).map(([name, written]) => [`env.backend.${name}`, written])),
  },
  value("a commit", "GIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
  value("a digest", "MODEL_DIGEST", "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
  value("a UUID", "TENANT_ID", "8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e"),
  value("a public key", "JWT_PUBLIC_KEY", publicKey),
  value("how a token is signed", "JWT_ALGORITHM", "HS256"),
  value("who a token is for", "JWT_AUDIENCE", "twin-brains"),
  value("how long a token lasts", "TOKEN_TTL_SECONDS", 3600),
  value("a number of tokens", "OPENAI_MAX_TOKENS", 4096),
  value("a budget of tokens", "TOKEN_BUDGET_PER_TWIN", "200000"),
  value("a tokenizer", "TOKENIZER", "cl100k_base"),
  value("whether tokenizers run side by side", "TOKENIZERS_PARALLELISM", false),
  value("how long a password must be", "PASSWORD_MIN_LENGTH", 12),
  value("how often secrets change", "SECRET_ROTATION_DAYS", 90),
  value("a prefix of keys", "CACHE_KEY_PREFIX", "twins:v2:"),
  value("where a key lies", "GOOGLE_APPLICATION_CREDENTIALS", "/etc/secrets/google.json"),
  value("where a token is asked for", "OAUTH_TOKEN_URL", "https://auth.twin-brains.example/oauth/token"),
  value("an address without a password", "SEARCH_URL", "https://search.twin-brains.example:9200/twins"),
  value("a model", "EMBEDDING_MODEL", "text-embedding-3-large"),
  value("another model", "LLM_MODEL", "claude-3-5-sonnet-20241022"),
  value("a sentence", "GREETING", "Hello, I am Nova. Ask me anything about what I have read."),
  value("flags as JSON", "FEATURES", '{"graphRag":true,"ingestion":{"maxChunks":6,"languages":["en","de"]}}'),
  value("a pattern", "REDACT_PATTERN", "^[A-Z0-9._%+-]+@[A-Z0-9.-]+\\.[A-Z]{2,}$"),
  value("a list of hosts", "TRUSTED_HOSTS", "app.twin-brains.example,www.twin-brains.example"),
  value("a schedule", "DIGEST_CRON", "0 6 * * 1-5"),
  value("a region of AWS", "AWS_REGION", "eu-central-1"),
  value("the name of a bucket", "STORAGE_BUCKET", "conversation-files"),
  value("whether a key is asked for", "REQUIRE_API_KEY", true),
  value("the name of a header", "API_KEY_HEADER", "X-Api-Key"),
  value("the name of a cookie", "AUTH_COOKIE_NAME", "tb_session"),
  value("a client's id", "GOOGLE_CLIENT_ID", "914275836014-k8tzl2mvx5nrwb1ycjd7pfhsgaue.apps.googleusercontent.com"),
  value("a mail address", "SUPPORT_EMAIL", "support@twin-brains.example"),
  value("a keyboard", "KEYBOARD_LAYOUT", "qwertz"),
  value("an empty optional value", "HTTP_PROXY", ""),
  value("a key of a table", "PARTITION_KEY", "user_id"),
  value("where public keys are", "PUBLIC_KEY_URL", "https://auth.twin-brains.example/.well-known/jwks.json"),
  value("which manager keeps secrets", "SECRET_MANAGER", "doppler"),
  value("how long a token lasts, in words", "TOKEN_EXPIRY", "15m"),
  value("where a password is set anew", "PASSWORD_RESET_URL", "https://app.twin-brains.example/reset"),
  value("how a cookie is sent", "SESSION_COOKIE_SECURE", true),
  value("tokens at which a model stops", "STOP_TOKENS", "</s>,<|end|>"),
  value("whether keys change", "API_KEY_ROTATION_ENABLED", false),
  value("a word with key in it", "MONKEY_PATCH", true),
  value("where keys lie", "KEYSTORE_PATH", "/etc/secrets/store.jks"),
  value("headers that pass through", "PASS_THROUGH_HEADERS", "x-request-id,traceparent"),
  value("a policy with a digest", "CSP", "script-src 'self' 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"),
  value("a prompt about passwords", "SYSTEM_PROMPT", "You are Nova. Never reveal the password or the API key."),
  value("a release", "SENTRY_RELEASE", "twin-brains@9fceb02d0ae598e95dc970b74767f19372d61af8"),
  value("a public key of a vendor", "LANGFUSE_PUBLIC_KEY", "pk-lf-8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e"),
  value("an index's host", "PINECONE_HOST", "https://twin-brains-abc1234.svc.us-east1-gcp.pinecone.example"),

  inPage("a publishable key", "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY", "pk_live_51Qx8LmZt4WvKr7YnBc2JdPfHsGaUeTi"),
  inPage("a key of a captcha", "NEXT_PUBLIC_TURNSTILE_SITE_KEY", "0x4AAAAAAAk8TzL2mVx5NrWb"),
  inPage(
    "an address of an error tracker",
    "NEXT_PUBLIC_SENTRY_DSN",
    "https://k8tzl2mvx5nrwb1ycjd7pfhsgaue4r12@o914275.ingest.sentry.io/4508",
  ),
  inPage("a key of Firebase", "NEXT_PUBLIC_FIREBASE_API_KEY", madeUp.google),
  inPage("a key of an analytics tool", "NEXT_PUBLIC_POSTHOG_KEY", "phc_q8TzL2mVx5NrWb1YcJd7PfHsGaUeR4tViOx6ZqMkWlD"),
  inPage("a token of a map", "NEXT_PUBLIC_MAPBOX_TOKEN", "pk.eyJ1IjoiYWNtZSJ9.q8TzL2mVx5NrWb1YcJd7Pf"),
  inPage("a key of a search", "NEXT_PUBLIC_ALGOLIA_SEARCH_KEY", "q8tzl2mvx5nrwb1ycjd7pfhsgaue4r12"),
  inPage("how long a password must be", "NEXT_PUBLIC_PASSWORD_MIN_LENGTH", 12),
  inPage("an analytics id", "NEXT_PUBLIC_GA_MEASUREMENT_ID", "G-Q7ZK4MXT2W"),
  inPage("a commit", "NEXT_PUBLIC_COMMIT_SHA", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
  inPage("the public key from a secret", "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", { secret: "SUPABASE_ANON_KEY" }),
  {
    title: "a secret of the frontend's server side",
    config: { "env.frontend.SUPABASE_SERVICE_KEY": { secret: "SUPABASE_SERVICE_KEY" } },
  },

  command("a reference", { "services.worker.startCommand": "python worker.py --api-key $OPENAI_API_KEY" }),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell reads it.
  command("a reference in braces", { "services.worker.startCommand": 'python worker.py --password="${DB_PASSWORD}"' }),
  command("a reference in an address", {
    "services.api.buildCommand":
      "pip install -r requirements.txt --extra-index-url https://ci:$PIP_TOKEN@pypi.twin-brains.example/simple",
  }),
  command("a file", { "services.worker.startCommand": "python worker.py --token-file /etc/secrets/token" }),
  command("a number of tokens", {
    "services.worker.startCommand": "python worker.py --max-tokens 4096 --token-limit=200",
  }),
  command("settings before the program", {
    "services.worker.startCommand": "TOKENIZERS_PARALLELISM=false PYTHONUNBUFFERED=1 python worker.py",
  }),
  command("a pinned package", {
    "services.api.buildCommand":
      "pip install --require-hashes -r requirements.txt && pip install git+https://github.com/acme-brains/lib@9fceb02d0ae598e95dc970b74767f19372d61af8",
  }),
  command("a token that is read from a file", {
    "services.worker.startCommand": 'sh -c "exec python worker.py --token=$(cat /etc/secrets/token)"',
  }),
  command("a port and a user", { "services.worker.startCommand": "python worker.py -p 8080 -a 0.0.0.0 -u worker" }),
  command("a secret's name", { "services.worker.startCommand": "python worker.py --secret-name projects/x/secrets/y" }),
  command("a commit", {
    "services.worker.startCommand": "GIT_SHA=9fceb02d0ae598e95dc970b74767f19372d61af8 python worker.py",
  }),
  command("a test about passwords", {
    "releaseGates.0.run": ["npx", "playwright", "test", "--grep", "password reset", "--project=auth-token"],
  }),
  command("npm's own token", {
    "frontend.installCommand": "npm config set //packages.acme-brains.example/:_authToken=$NPM_TOKEN && npm ci",
  }),
  command("a release gate's reference", {
    "releaseGates.0.run": ["python", "-m", "pytest", "-q", "-k", "not secret", "--token-env", "CI_TOKEN"],
  }),
  command("more of the scheduler's options", {
    "services.scheduler.startCommand": `${scheduler} --min-events 5 --limit-twins 100 --key-space feedback`,
  }),
  {
    title: "a token that a smoke check takes from a secret",
    config: { "smokeChecks.0.request.headers.x-api-key": { secret: "SMOKE_TOKEN" } },
  },
  {
    title: "harmless headers of a smoke check",
    config: { "smokeChecks.0.request.headers.x-request-id": "smoke-check-8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e" },
  },
];
