import { describe, expect, it } from "vitest";
import { requireOwnOrigins } from "../../../policies/env/require-own-origins.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { API, facts, PROJECT, resource, WORKER } from "../stack-facts.ts";

const OWN = "https://app.example.com";
const DOMAIN = "vercel:index/projectDomain:ProjectDomain";

function judge(value: Plain, stack: Partial<StackFacts> = {}) {
  const env = { ALLOWED_ORIGINS: value };
  const resources = [
    resource(API, { name: "twin-api", env }, "api"),
    resource(WORKER, { name: "twin-worker", env }, "worker"),
    resource(PROJECT, { name: "twin" }, "frontend"),
    resource(DOMAIN, { domain: "www.example.com" }, "www.example.com"),
  ];
  return requireOwnOrigins.judgeStack(resources, () => ({ ...facts, domains: ["app.example.com"], ...stack }));
}

describe("S1.5 passes", () => {
  it.each<[string, Plain, Partial<StackFacts>]>([
    ["a declared domain", OWN, {}],
    ["a domain that is only a resource", "https://www.example.com", {}],
    ["the address that Vercel gives to the project", "https://twin.vercel.app", {}],
    ["what is no good origin, which another rule tells", "*", {}],
    ["an entry twice, which another rule tells", `${OWN},${OWN}`, {}],
    ["what is not known, which another rule tells", NOT_IN_PREVIEW, {}],
    ["a developer's machine outside of production", "http://localhost:3000", { production: false }],
    ["a private host outside of production", "https://frontend.internal", { production: false }],
    ["a branch's address outside of production", "https://twin-git-main-acme.vercel.app", { production: false }],
  ])("%s", (_title, value, stack) => {
    expect(judge(value, stack)).toEqual([]);
  });

  it("a stack without a frontend, which has no pages of its own", () => {
    const api = resource(API, { name: "twin-api", env: { ALLOWED_ORIGINS: "https://elsewhere.example" } });
    expect(requireOwnOrigins.judgeStack([api], () => facts)).toEqual([]);
  });
});

it("S1.5 refuses another's page on the API alone, with both ways to repair it", () => {
  const origins = [OWN, "https://partner.example"];
  expect(judge(origins.join(","), { origins })).toEqual([
    expect.objectContaining({
      level: "violation",
      message:
        'twin-api: ALLOWED_ORIGINS contains "https://partner.example", which is no domain of this stack\'s frontend; expected one of app.example.com, www.example.com, twin.vercel.app',
      fix: "pulumi config rm --path 'cutover:origins[1]' --stack prod, or pulumi config set --path 'cutover:frontend.domains[1]' partner.example --stack prod if it is the app's",
      at: "cutover:origins[1]",
    }),
  ]);
});

describe("S1.5 refuses", () => {
  it.each<[string, string, Partial<StackFacts>]>([
    ["a host that only begins like the own", "https://app.example.com.attacker.example", {}],
    ["the domain above the own", "https://example.com", {}],
    ["another port of the own host", `${OWN}:8443`, {}],
    ["a preview in production", "https://twin-git-main-acme.vercel.app", {}],
    ["somebody else's project", "https://other.vercel.app", { production: false }],
    ["another's page outside of production", "https://partner.example", { production: false }],
  ])("%s", (_title, value, stack) => {
    expect(judge(value, stack).map(({ level }) => level)).toEqual(["violation"]);
  });
});
