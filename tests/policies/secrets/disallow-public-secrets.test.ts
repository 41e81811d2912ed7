import { describe, expect, it } from "vitest";
import { disallowPublicSecrets } from "../../../policies/secrets/disallow-public-secrets.ts";
import type { Plain } from "../../../policies/unknown.ts";
import { API, DEPLOYMENT, facts, resource, VARIABLE } from "../stack-facts.ts";

const backend = resource(API, {
  name: "twin-api",
  env: { JWT_SECRET: "a-secret-of-the-server", SUPABASE_URL: "https://a.example" },
});

const judge = (key: string, value: Plain) =>
  disallowPublicSecrets.judgeStack(
    [backend, resource(VARIABLE, { key, value, targets: ["production"] }, key)],
    () => facts,
  );

const token = (role: string) =>
  ["eyJhbGciOiJIUzI1NiJ9", Buffer.from(JSON.stringify({ role })).toString("base64url"), "signature"].join(".");

describe("S1.10 passes", () => {
  it.each<[string, Plain]>([
    ["NEXT_PUBLIC_SUPABASE_ANON_KEY", token("anon")],
    ["NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY", "pk_live_1"],
    ["NEXT_PUBLIC_SUPABASE_URL", "https://a.example"],
    ["SUPABASE_SERVICE_KEY", token("service_role")],
    ["NEXT_PUBLIC_STRIPE_KEY", "pk_live_51Qx8LmZt4WvKr7YnBc2"],
    ["NEXT_PUBLIC_SUPABASE_KEY", token("anon")],
    ["NEXT_PUBLIC_FIREBASE_API_KEY", `AIza${"SyQ8mXz1LrNw5KdYp7BcJ2fHs9GaUeR4tVi"}`],
    ["NEXT_PUBLIC_SENTRY_DSN", "https://k8tzl2mvx5@o914275.ingest.sentry.io/4508"],
    ["NEXT_PUBLIC_PASSWORD_MIN_LENGTH", "12"],
    ["NEXT_PUBLIC_MAX_TOKENS", "4096"],
  ])("%s", (key, value) => {
    expect(judge(key, value)).toEqual([]);
  });
});

describe("S1.10 refuses", () => {
  it.each<[string, string, Plain, string]>([
    ["the name of a secret", "NEXT_PUBLIC_JWT_SECRET", "x", "has the name of a secret"],
    ["the name of a service key", "VITE_SUPABASE_SERVICE_KEY", "x", "has the name of a secret"],
    ["the name of a database's address", "NEXT_PUBLIC_DATABASE_URL", "x", "has the name of a secret"],
    ["a personal token of an analytics vendor", "VITE_POSTHOG_PERSONAL_KEY", "x", "has the name of a secret"],
    [
      "a server's secret under another name",
      "NEXT_PUBLIC_TITLE",
      "a-secret-of-the-server",
      "has the value of the backend's JWT_SECRET",
    ],
    [
      "a service role's key under the anon key's name",
      "NEXT_PUBLIC_SUPABASE_ANON_KEY",
      token("service_role"),
      "is a key with the role service_role",
    ],
    ["a credential by its form", "NEXT_PUBLIC_THING", "sk-proj-abc", "is a key of OpenAI"],
    [
      "a database's address with its password",
      "NEXT_PUBLIC_DB",
      "postgres://app:word@db.example/app",
      "is an address with a password",
    ],
  ])("%s", (_title, key, value, reason) => {
    const [finding, ...more] = judge(key, value);
    expect(more).toEqual([]);
    expect(finding?.message).toMatch(`${key} ${reason}, and everybody who opens the page can read it`);
    expect(finding?.fix).toMatch(`pulumi config rm --path cutover:env.frontend.${key} --stack prod`);
    expect(JSON.stringify(finding)).not.toContain("a-secret-of-the-server");
  });
});

it("S1.10 lets both halves have what is made for the page", () => {
  const anon = { secret: "SUPABASE_ANON_KEY" };
  const env = { backend: { SUPABASE_KEY: anon }, frontend: { NEXT_PUBLIC_SUPABASE_KEY: anon } };
  expect(disallowPublicSecrets.judgeConfig({ services: {}, env }, { ...facts, env })).toEqual([]);
});

it("S1.10 finds it also where one resource sets several variables", () => {
  const several = resource("vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables", {
    variables: [{ key: "NEXT_PUBLIC_TITLE", value: "a-secret-of-the-server", targets: ["production"] }],
  });
  expect(disallowPublicSecrets.judgeStack([backend, several], () => facts)).toHaveLength(1);
});

it("S1.10 finds it also in what is built into one deployment, and beside the frontend's own server", () => {
  const built = resource(DEPLOYMENT, { environment: { NEXT_PUBLIC_TITLE: "a-secret-of-the-server" } });
  expect(disallowPublicSecrets.judgeStack([backend, built], () => facts)).toHaveLength(1);
  const env = { frontend: { MAIL_KEY: { secret: "MAIL" }, NEXT_PUBLIC_TITLE: { secret: "MAIL" } } };
  expect(disallowPublicSecrets.judgeConfig({ services: {}, env }, { ...facts, env })).toHaveLength(1);
});

it("S1.10 finds a secret that both halves name, in the configuration alone", () => {
  const env = {
    backend: { OPENAI_API_KEY: { secret: "OPENAI" } },
    frontend: { NEXT_PUBLIC_MODEL: { secret: "OPENAI" }, NEXT_PUBLIC_OTHER: { secret: "OTHER" } },
  };
  const found = disallowPublicSecrets.judgeConfig({ services: {}, env }, facts);
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^NEXT_PUBLIC_MODEL has the value of the backend's OPENAI_API_KEY/),
  ]);
});
