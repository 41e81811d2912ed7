import { madeUp } from "./made-up-secrets.ts";
import type { Changes, UnsafeVariant } from "./variant.ts";

const clear = (title: string, config: Changes): UnsafeVariant => ({
  title: `in clear text: ${title}`,
  config,
  rule: "disallow-clear-text-secrets",
});
const clearResource = (title: string, resources: UnsafeVariant["resources"] & object): UnsafeVariant => ({
  title: `in clear text: ${title}`,
  resources,
  rule: "disallow-clear-text-secrets",
});
const inCommand = (title: string, config: Changes): UnsafeVariant => ({
  title: `in a command: ${title}`,
  config,
  rule: "disallow-secrets-in-commands",
});
const inPage = (title: string, config: Changes): UnsafeVariant => ({
  title: `in the page: ${title}`,
  config,
  rule: "disallow-public-secrets",
});

const scheduler = "python scripts/run_feedback_learning_scheduler.py --once --min-events 5 --limit-twins 100";
const variable = "ProjectEnvironmentVariable SUPABASE_SERVICE_KEY";
const serverOnly = { "env.frontend.SUPABASE_SERVICE_KEY": { secret: "SUPABASE_SERVICE_KEY" } };

/** Names by which people call a secret. */
const names = [
  "OPENAI_KEY",
  "PGPASSWORD",
  "DB_PASS",
  "DB_PWD",
  "WEBHOOK_SECRET",
  "ENCRYPTION_KEY",
  "SMTP_PASS",
  "CLIENT_SECRET",
  "AWS_SECRET_ACCESS_KEY",
  "DJANGO_SECRET_KEY",
  "KEY_PASSPHRASE",
  "DB_CREDENTIALS",
  "adminPassword",
];

export const unsafeSecrets: readonly UnsafeVariant[] = [
  clear("an API key", { "env.backend.OPENAI_API_KEY": madeUp.openai }),
  ...names.map((name) => clear(`by its name ${name}`, { [`env.backend.${name}`]: "hunter2hunter2" })),
  clear("a signing secret that is a word", { "env.backend.JWT_SECRET": "change-me-please" }),
  clear("a password that is a number", { "env.worker.SMTP_PASSWORD": 48151623 }),
  clear("a token under a harmless name", { "env.backend.LLM_HINT": madeUp.anthropic }),
  clear("a GitHub token", { "env.worker.SOURCE": madeUp.github }),
  clear("a fine-grained GitHub token", { "env.worker.SOURCE": madeUp.githubFine }),
  clear("an AWS access key id", { "env.backend.STORAGE_USER": madeUp.awsId }),
  clear("a Slack bot", { "env.worker.NOTIFIER": madeUp.slackBot }),
  clear("a Slack webhook", { "env.worker.NOTIFY_URL": madeUp.slackHook }),
  clear("Stripe's live key", { "env.backend.BILLING": madeUp.stripe }),
  clear("a JSON web token", { "env.backend.SERVICE_ROLE": madeUp.jwt }),
  clear("a Google key", { "env.backend.MAPS": madeUp.google }),
  clear("Pinecone's key in lower case", { "env.backend.pinecone_key": madeUp.pinecone }),
  clear("Supabase's key", { "env.backend.SUPABASE_ADMIN": madeUp.supabase }),
  clear("a SendGrid key", { "env.worker.MAILER": madeUp.sendgrid }),
  clear("a database's address with its password", { "env.backend.REPORTING_DATABASE": madeUp.database }),
  clear("a proxy's address with its password", {
    "env.worker.HTTPS_PROXY": `http://twins:${madeUp.password.replaceAll("&", "")}@proxy.twin-brains.example:3128`,
  }),
  clear("a private key on several lines", { "env.backend.SIGNER": madeUp.privateKey }),
  clear("random text under a harmless name", { "env.backend.INGEST_SALT_VALUE": madeUp.random }),
  clear("a key of the frontend's server side", { "env.frontend.STRIPE_SECRET_KEY": madeUp.stripe }),
  clear("a bearer token of a smoke check", {
    "smokeChecks.3.request.headers.authorization": `Bearer ${madeUp.jwt}`,
  }),
  clear("a password in a smoke check's body", { "smokeChecks.3.request.json.password": madeUp.password }),
  clear("an API key in a gate's header", { "rollout.gates.1.http.request.headers.x-api-key": madeUp.random }),
  clear("a token in a smoke check's address", {
    "smokeChecks.0.request.path": `/health?access_token=${madeUp.random}`,
  }),
  {
    ...clear("in staging as well", { "env.backend.PINECONE_API_KEY": madeUp.pinecone }),
    stack: "staging",
  },
  ...(
    ["resend", "huggingFace", "groq", "gitlab", "telegram", "digitalOcean", "pulumi", "azure", "hexadecimal"] as const
  ).map((vendor) => clear(`by its form alone: ${vendor}`, { "env.backend.UPSTREAM": madeUp[vendor] })),
  clear("a placeholder that somebody will fill in here", {
    "env.backend.OPENAI_API_KEY": "sk-xxxxxxxxxxxxxxxxxxxxxxxx",
  }),
  clear("a connection in words", {
    "env.backend.REPORTS": "host=db.twin-brains.example user=twins password=q8TzL2mVx5 dbname=twins",
  }),
  clear("an account of Google's, as JSON", {
    "env.backend.GOOGLE_ACCOUNT": JSON.stringify({ type: "service_account", private_key: madeUp.privateKey }),
  }),
  clear("a key in a list", { "env.backend.FALLBACKS": `gpt-4o,${madeUp.openai}` }),
  clear("a token with spaces around it", { "env.worker.SOURCE": ` ${madeUp.github} ` }),
  clear("a token in quotes", { "env.backend.BILLING": `"${madeUp.stripe}"` }),
  clear("a cluster's address with its password", {
    "env.backend.CLUSTER": "mongodb+srv://twins:q8TzL2mVx5NrWb1Y@cluster0.twin-brains.example/twins",
  }),
  clear("a user and password of a smoke check", {
    "smokeChecks.3.request.headers.authorization": "Basic dHdpbnM6aHVudGVyMmh1bnRlcjI=",
  }),
  clear("a short key of a smoke check", { "smokeChecks.3.request.headers.x-api-key": "letmein123" }),
  clear("a session of a smoke check", { "smokeChecks.3.request.headers.cookie": `session=${madeUp.random}` }),
  clear("a token in a gate's body", { "rollout.gates.2.http.request.json.token": madeUp.random }),
  clear("a key in what is said of an incident", {
    incident: { reason: `OpenAI refuses ${madeUp.openai}`, until: "2026-11-22T06:00:00Z" },
    "services.scheduler.suspended": true,
  }),
  {
    title: "in clear text: a key among the workflows' variables",
    stack: "repo",
    config: { "variables.RENDER_API_KEY": madeUp.render },
    rule: "disallow-clear-text-secrets",
  },
  clearResource("a service's variable that the configuration does not have", {
    "WebService api": { "env.CI_TOKEN": madeUp.github },
  }),
  clearResource("a service's secret file", {
    "WebService api": { 'secretFiles.".env"': `OPENAI_API_KEY=${madeUp.openai}\n` },
  }),
  clearResource("a variable of one deployment", {
    "Deployment zero-twin": { "environment.REPORTING_DATABASE_PASSWORD": madeUp.password },
  }),
  {
    title: "in clear text: an env group",
    added: [
      {
        type: "render:index:EnvGroup",
        name: "shared",
        properties: { name: "shared", ownerId: "tea-0123456789abcdefghij", env: { BILLING: madeUp.stripe } },
      },
    ],
    rule: "disallow-clear-text-secrets",
  },
  {
    title: "in clear text: a variable at Vercel that the configuration does not have",
    added: [
      {
        type: "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable",
        name: "CMS_TOKEN",
        properties: { key: "CMS_TOKEN", value: madeUp.random, targets: ["production"], sensitive: true },
      },
    ],
    rule: "disallow-clear-text-secrets",
  },

  inCommand("before the program", {
    "services.api.startCommand": `OPENAI_API_KEY=${madeUp.openai} uvicorn main:app --host 0.0.0.0 --port $PORT`,
  }),
  inCommand("in the address of a package index", {
    "services.api.buildCommand":
      "pip install -r requirements.txt --extra-index-url https://ci:q8TzL2mVx5Nr@pypi.twin-brains.example/simple",
  }),
  inCommand("an option with =", { "services.worker.startCommand": "python worker.py --api-key=q8TzL2mVx5NrWb1Y" }),
  inCommand("an option and its value", {
    "services.worker.startCommand": "python worker.py --password 'correct horse battery'",
  }),
  inCommand("of the cron job", { "services.scheduler.startCommand": `${scheduler} --token ${madeUp.github}` }),
  inCommand("before the deploy", {
    "services.api.preDeployCommand": `curl -H "Authorization: Bearer ${madeUp.jwt}" https://hooks.twin-brains.example`,
  }),
  inCommand("exported", {
    "services.api.startCommand": "export JWT_SECRET=q8TzL2mVx5NrWb1Y && uvicorn main:app --port $PORT",
  }),
  inCommand("of the frontend's install", {
    "frontend.installCommand": `npm config set //packages.acme-brains.example/:_authToken=${madeUp.npm} && npm ci`,
  }),
  inCommand("of the frontend's build", {
    "frontend.buildCommand": "SENTRY_AUTH_TOKEN=q8TzL2mVx5NrWb1YcJd7 npm run build",
  }),
  inCommand("of a release gate", {
    "releaseGates.0.run": ["python", "-m", "pytest", "--db-password", "q8TzL2mVx5NrWb1Y"],
  }),
  inCommand("of the worker in the cron job's place, also while it rests", {
    "services.scheduler.continuous.startCommand": `${scheduler} --interval-seconds 900 --token ${madeUp.github}`,
  }),
  inCommand("in a shell of a release gate", {
    "releaseGates.0.run": ["bash", "-c", "PGPASSWORD=hunter2hunter2 psql -h db.example -c 'select 1'"],
  }),
  inCommand("a user and password of a release gate", {
    "releaseGates.0.run": ["curl", "-u", "ci:hunter2hunter2", "https://ci.twin-brains.example"],
  }),
  inCommand("in the environment of a release gate", {
    "releaseGates.0.run": ["env", "API_TOKEN=abc123def456", "pytest"],
  }),
  inCommand("of the queue's client", {
    "services.worker.startCommand": "redis-cli -a hunter2secret ping && python worker.py",
  }),
  inCommand("of a database's client", {
    "services.worker.startCommand": "mysql -u root -pS3cretPass1 -e 'select 1' && python worker.py",
  }),
  inCommand("in quotes", { "services.worker.startCommand": "AUTH_TOKEN='abc123def456' python worker.py" }),
  inCommand("written into a file", {
    "services.worker.startCommand": `echo ${madeUp.openai} > key && python worker.py`,
  }),
  inCommand("in an address", {
    "services.worker.startCommand":
      "curl https://hooks.twin-brains.example/start?token=hunter2hunter2 && python worker.py",
  }),
  {
    title: "in a command: of the frontend, put there by another program",
    resources: { "Project frontend": { buildCommand: "SENTRY_AUTH_TOKEN=hunter2hunter2 next build" } },
    rule: "disallow-secrets-in-commands",
  },
  {
    title: "in a command: of a service, put there by another program",
    resources: { "WebService api": { dockerCommand: `serve --database ${madeUp.database}` } },
    rule: "disallow-secrets-in-commands",
  },

  inPage("a server's secret under a harmless name", { "env.frontend.NEXT_PUBLIC_TITLE": { secret: "OPENAI_API_KEY" } }),
  inPage("the service key in the place of the public one", {
    "env.frontend.NEXT_PUBLIC_SUPABASE_ANON_KEY": { secret: "SUPABASE_SERVICE_KEY" },
  }),
  inPage("a service key by its name", {
    "env.frontend.NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY": { secret: "SUPABASE_FRONTEND" },
  }),
  inPage("a key in clear text", { "env.frontend.NEXT_PUBLIC_OPENAI_API_KEY": madeUp.openai }),
  inPage("another framework's prefix", { "env.frontend.VITE_ADMIN_TOKEN": { secret: "ADMIN" } }),
  {
    title: "in the page: the value of a server's secret under another name",
    secrets: { SUPABASE_ANON_KEY: "one-and-the-same-value", PINECONE_API_KEY: "one-and-the-same-value" },
    rule: "disallow-public-secrets",
  },

  {
    title: "in the page: a server's secret in one deployment",
    resources: { "Deployment zero-twin": { "environment.NEXT_PUBLIC_TITLE": "value-of-jwt_secret-in-prod" } },
    rule: "disallow-public-secrets",
  },

  {
    title: "a secret at Vercel that can be read again",
    config: serverOnly,
    resources: { [variable]: { sensitive: false } },
    rule: "require-sensitive-variables",
  },
  {
    title: "a secret at Vercel of which nobody says that it is one",
    config: serverOnly,
    resources: { [variable]: { sensitive: undefined } },
    rule: "require-sensitive-variables",
  },
  {
    title: "a production secret in previews",
    config: serverOnly,
    resources: { [variable]: { targets: ["production", "preview"] } },
    rule: "limit-secret-targets",
  },
  {
    title: "a production secret on developers' machines",
    config: serverOnly,
    resources: { [variable]: { targets: ["development", "production"] } },
    rule: "limit-secret-targets",
  },
];
