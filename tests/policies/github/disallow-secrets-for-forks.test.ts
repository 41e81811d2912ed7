import { describe, expect, it } from "vitest";
import { disallowSecretsForForks } from "../../../policies/github/disallow-secrets-for-forks.ts";
import { NOT_IN_PREVIEW } from "../../../policies/unknown.ts";
import { resource, told } from "../stack-facts.ts";
import { judge } from "./guarded.ts";

const OF_REPOSITORY = "github:index/actionsSecret:ActionsSecret";
const OF_ORGANISATION = "github:index/actionsOrganizationSecret:ActionsOrganizationSecret";
const OF_ENVIRONMENT = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret";

const findings = (secretName: string, type = OF_REPOSITORY) =>
  judge(disallowSecretsForForks, [resource(type, { repository: "twin-brains", secretName, value: NOT_IN_PREVIEW })]);

describe("passes", () => {
  it.each([
    "CODECOV_TOKEN",
    "SLACK_WEBHOOK_URL",
    "NPM_TOKEN",
    "STAGING_DATABASE_URL",
    "TEST_DATABASE_URL",
    "RENDER_STAGING_API_KEY",
    "SENTRY_AUTH_TOKEN",
    "REPRODUCTION_SEED",
    "DELIVERY_TOKEN",
  ])("%s of a repository", (name) => {
    expect(findings(name)).toEqual([]);
  });

  it("production's credentials in an environment", () => {
    expect(findings("RENDER_API_KEY", OF_ENVIRONMENT)).toEqual([]);
  });
});

describe("refuses", () => {
  it.each([
    "VERCEL_API_TOKEN",
    "vercel_token",
    "RENDER_API_KEY",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE",
    "CUTOVER_DATABASE_URL",
    "DATABASE_URL",
    "PROD_DB_PASSWORD",
    "SUPABASE_SERVICE_KEY",
    "SUPABASE_SERVICE_ROLE_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "JWT_SECRET",
    "RENDER_DEPLOY_HOOK_URL",
    "PRODUCTION_TEST_ACCOUNT",
    "LIVE_PAYMENTS_KEY",
  ])("%s of a repository", (name) => {
    expect(told(findings(name))).toEqual([
      [
        `${name}: every workflow of the repository can read it; expected a secret of the environment production`,
        `gh secret set ${name} --env production && gh secret delete ${name}`,
      ],
    ]);
  });

  it("one of an organisation", () => {
    expect(told(findings("RENDER_API_KEY", OF_ORGANISATION))).toEqual([
      [
        "RENDER_API_KEY: every workflow of the organisation can read it; expected a secret of the environment production",
        "gh secret set RENDER_API_KEY --env production && gh secret delete RENDER_API_KEY --org ORG",
      ],
    ]);
  });

  it("one whose value is not known yet, and shows none that is", () => {
    const secret = resource(OF_REPOSITORY, { secretName: "RENDER_API_KEY", plaintextValue: "rnd_0123456789" });
    expect(JSON.stringify(judge(disallowSecretsForForks, [secret]))).not.toContain("rnd_0123456789");
  });
});
